package dev.telemetry.sampling;

import java.util.ArrayList;
import java.util.List;

import io.opentelemetry.sdk.trace.ReadableSpan;
import org.jspecify.annotations.Nullable;

import dev.telemetry.root.RootOutcome;
import dev.telemetry.root.RouteSampling;

/**
 * A local root, and the spans below it that have ended. Thread safe: what is decided is
 * said once, and after that no span is added.
 */
final class LocalTrace implements EndedRoot {

	private static final int RESERVED_AT_ONCE = 16;

	/** Stands for the verdict about a span for which there was no room. */
	static final Verdict TRUNCATED = new Verdict(null, false, false, false);

	private final String rootId;

	private final boolean sampled;

	private final boolean hasCaller;

	private final @Nullable RouteSampling route;

	// Forgotten with the end, because late spans go on holding the trace.
	private volatile @Nullable ReadableSpan root;

	private volatile boolean described;

	private volatile boolean forced;

	private volatile boolean failedBelow;

	private volatile @Nullable String promised;

	private volatile @Nullable Verdict verdict;

	private @Nullable RootOutcome outcome;

	private @Nullable SamplingSettings settings;

	private @Nullable List<ReadableSpan> ended;

	private boolean concluded;

	private int truncated;

	private int known;

	private int reserved;

	LocalTrace(ReadableSpan root, @Nullable RouteSampling route) {
		this.root = root;
		this.rootId = root.getSpanContext().getSpanId();
		this.sampled = root.getSpanContext().isSampled();
		this.hasCaller = root.getParentSpanContext().isValid();
		this.route = route;
	}

	boolean isRoot(String spanId) {
		return this.rootId.equals(spanId);
	}

	/**
	 * Takes room for one more span; the more there are already, the more at once.
	 * @return whether there was room
	 */
	boolean enter(Room room) {
		synchronized (this) {
			if (this.known == this.reserved) {
				int taken = room.take(Math.min(Math.max(this.reserved, 1), RESERVED_AT_ONCE));
				if (taken == 0) {
					return false;
				}
				this.reserved += taken;
			}
			this.known++;
			return true;
		}
	}

	void enterInAnyCase(Room room) {
		room.takeInAnyCase();
		synchronized (this) {
			this.known++;
			this.reserved++;
		}
	}

	/**
	 * Gives up room, as far as it will not be needed again.
	 */
	void leave(int spans, Room room) {
		int unused;
		synchronized (this) {
			this.known -= spans;
			unused = (this.concluded) ? this.reserved - this.known : 0;
			this.reserved -= unused;
		}
		if (unused > 0) {
			room.giveBack(unused);
		}
	}

	void leaveAltogether(Room room) {
		synchronized (this) {
			room.giveBack(this.reserved);
			this.known = 0;
			this.reserved = 0;
		}
	}

	/**
	 * Adds a span that has ended.
	 * @return {@code null} if it was added, else what was decided about the trace
	 */
	@Nullable Verdict add(ReadableSpan span, int maxSpans) {
		synchronized (this) {
			if (this.concluded) {
				return this.verdict;
			}
			if (this.ended == null) {
				this.ended = new ArrayList<>(4);
			}
			if (this.ended.size() < maxSpans) {
				this.ended.add(span);
				return null;
			}
			this.truncated++;
			return TRUNCATED;
		}
	}

	/**
	 * Counts a span that is not held, for lack of room.
	 */
	void truncate() {
		synchronized (this) {
			this.truncated++;
		}
	}

	/**
	 * How many spans are missing, once the trace is concluded.
	 */
	int truncated() {
		return this.truncated;
	}

	/**
	 * Says what is decided. The first time counts.
	 */
	Verdict judge(Verdict verdict) {
		synchronized (this) {
			Verdict before = this.verdict;
			if (before != null) {
				return before;
			}
			this.verdict = verdict;
			return verdict;
		}
	}

	@Nullable Verdict verdict() {
		return this.verdict;
	}

	/**
	 * Ends the trace: later spans follow what was decided.
	 * @return the spans that were held
	 */
	List<ReadableSpan> conclude() {
		synchronized (this) {
			List<ReadableSpan> held = (this.ended != null) ? this.ended : List.of();
			this.ended = null;
			this.concluded = true;
			this.root = null;
			this.outcome = null;
			return held;
		}
	}

	/**
	 * Gives up the spans that are held. The root may still be kept when it ends.
	 * @return the spans that were held
	 */
	List<ReadableSpan> giveUpSpans() {
		synchronized (this) {
			List<ReadableSpan> held = (this.ended != null) ? this.ended : List.of();
			this.ended = null;
			this.truncated += held.size();
			return held;
		}
	}

	/**
	 * Prepares the trace for the rules.
	 */
	EndedRoot judgedBy(RootOutcome outcome, SamplingSettings settings) {
		this.outcome = outcome;
		this.settings = settings;
		return this;
	}

	/**
	 * Notes that the root says itself what was decided.
	 */
	void noteDescribed() {
		this.described = true;
	}

	boolean isDescribed() {
		return this.described;
	}

	void force() {
		this.forced = true;
	}

	void failBelow() {
		this.failedBelow = true;
	}

	void promise(String reason) {
		this.promised = reason;
	}

	/**
	 * How long the root has been going on, or 0 if it is over.
	 */
	long ageNanos() {
		ReadableSpan root = this.root;
		return (root != null) ? root.getLatencyNanos() : 0;
	}

	@Nullable ReadableSpan root() {
		return this.root;
	}

	@Override
	public RootOutcome outcome() {
		return known(this.outcome);
	}

	@Override
	public ReadableSpan span() {
		return known(this.root);
	}

	@Override
	public SamplingSettings settings() {
		return known(this.settings);
	}

	private static <T> T known(@Nullable T value) {
		if (value == null) {
			throw new IllegalStateException("The root is not being judged");
		}
		return value;
	}

	@Override
	public boolean sampled() {
		return this.sampled;
	}

	@Override
	public boolean hasCaller() {
		return this.hasCaller;
	}

	@Override
	public boolean forced() {
		return this.forced;
	}

	@Override
	public boolean failedBelow() {
		return this.failedBelow;
	}

	@Override
	public @Nullable String promised() {
		return this.promised;
	}

	@Override
	public @Nullable RouteSampling route() {
		return this.route;
	}

}
