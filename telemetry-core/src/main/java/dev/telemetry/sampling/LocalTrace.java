package dev.telemetry.sampling;

import java.util.ArrayList;
import java.util.List;

import io.opentelemetry.sdk.trace.ReadableSpan;
import org.jspecify.annotations.Nullable;

/**
 * A local root and the spans below it: those that are open, and those that have ended and
 * wait for the root. Thread safe: what is decided is said once, and after that no span is
 * held any more.
 */
final class LocalTrace {

	private static final int RESERVED_AT_ONCE = 16;

	private final RootState root;

	// Another local root of the same trace, as where a service calls itself.
	private volatile @Nullable LocalTrace next;

	private volatile @Nullable Verdict verdict;

	private final SpanIds ids = new SpanIds();

	private @Nullable List<ReadableSpan> ended;

	private boolean rootKnown;

	private boolean concluded;

	private int truncated;

	private int reserved;

	LocalTrace(RootState root) {
		this.root = root;
	}

	RootState root() {
		return this.root;
	}

	@Nullable LocalTrace next() {
		return this.next;
	}

	void next(@Nullable LocalTrace next) {
		this.next = next;
	}

	/**
	 * Whether a span belongs here.
	 */
	boolean knows(String spanId) {
		synchronized (this) {
			return (this.rootKnown && this.root.is(spanId)) || this.ids.contains(spanId);
		}
	}

	/**
	 * Notes the root itself, for which there was room, or has to be.
	 */
	void enterRoot() {
		synchronized (this) {
			this.rootKnown = true;
			this.reserved++;
		}
	}

	/**
	 * Notes a span below the root. Takes room for it; the more there are already, the
	 * more at once.
	 * @return whether there was room
	 */
	boolean enter(String spanId, Room room) {
		synchronized (this) {
			if (known() == this.reserved) {
				int taken = room.take(Math.min(Math.max(this.reserved, 1), RESERVED_AT_ONCE));
				if (taken == 0) {
					return false;
				}
				this.reserved += taken;
			}
			this.ids.add(spanId);
			return true;
		}
	}

	private int known() {
		return this.ids.size() + ((this.rootKnown) ? 1 : 0);
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
	 * Ends a span below the root: it is held as long as the root is open.
	 * @return {@code null} if it is held, else what is decided about it
	 */
	@Nullable Verdict end(ReadableSpan span, int maxSpans) {
		synchronized (this) {
			List<ReadableSpan> ended = this.ended;
			if (!this.concluded && (ended == null || ended.size() < maxSpans)) {
				if (ended == null) {
					ended = new ArrayList<>(4);
					this.ended = ended;
				}
				ended.add(span);
				return null;
			}
			this.ids.remove(span.getSpanContext().getSpanId());
			if (this.concluded) {
				return this.verdict;
			}
			this.truncated++;
			return Verdict.TRUNCATED;
		}
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
			this.concluded = true;
			this.rootKnown = false;
			this.root.forget();
			return giveUpSpans();
		}
	}

	/**
	 * Gives up the spans that are held.
	 * @return the spans that were held
	 */
	List<ReadableSpan> giveUpSpans() {
		synchronized (this) {
			List<ReadableSpan> held = (this.ended != null) ? this.ended : List.of();
			this.ended = null;
			if (held.size() == this.ids.size()) {
				this.ids.clear();
			}
			else {
				for (ReadableSpan span : held) {
					this.ids.remove(span.getSpanContext().getSpanId());
				}
			}
			return held;
		}
	}

	/**
	 * Gives back room that is not needed any more.
	 * @return whether no span of this trace is open any more
	 */
	boolean leave(Room room) {
		int unused;
		boolean over;
		synchronized (this) {
			over = this.concluded && known() == 0;
			unused = (this.concluded) ? this.reserved - known() : 0;
			this.reserved -= unused;
		}
		if (unused > 0) {
			room.giveBack(unused);
		}
		return over;
	}

	/**
	 * Gives all up, to make room for others.
	 * @return how many spans were held
	 */
	int evict(Room room) {
		int held;
		synchronized (this) {
			held = giveUpSpans().size();
			this.ids.clear();
			this.rootKnown = false;
			room.giveBack(this.reserved);
			this.reserved = 0;
		}
		return held;
	}

	/**
	 * How many spans are missing.
	 */
	int truncated() {
		synchronized (this) {
			return this.truncated;
		}
	}

	/**
	 * How many spans are open or held.
	 */
	int size() {
		synchronized (this) {
			return known();
		}
	}

}
