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

	private final long startNanos;

	// Another local root of the same trace, as where a service calls itself.
	private volatile @Nullable LocalTrace next;

	private volatile @Nullable Decision decision;

	private final SpanIds ids = new SpanIds();

	private @Nullable List<ReadableSpan> ended;

	// Asked for with each span, and without the lock.
	private volatile boolean rootKnown;

	private boolean concluded;

	private volatile boolean closed;

	private volatile int truncated;

	private int reserved;

	/**
	 * Creates a trace.
	 * @param startNanos when it began, by the monotonic clock of the JVM
	 */
	LocalTrace(RootState root, long startNanos) {
		this.root = root;
		this.startNanos = startNanos;
	}

	long startNanos() {
		return this.startNanos;
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
		if (this.rootKnown && this.root.is(spanId)) {
			return true;
		}
		synchronized (this) {
			return this.ids.contains(spanId);
		}
	}

	/**
	 * Notes the root itself, for which there was room, or has to be. To be called before
	 * another thread can see the trace.
	 */
	void enterRoot() {
		this.rootKnown = true;
		this.reserved++;
	}

	/**
	 * Notes a span below the root. Takes room for it; the more there are already, the
	 * more at once.
	 * @param maxKnown how many there may be at the most
	 */
	Admittance enter(String spanId, int maxKnown, SpanBudget room) {
		synchronized (this) {
			if (this.closed) {
				return Admittance.CLOSED;
			}
			if (known() == this.reserved) {
				this.reserved += room.take(Math.min(Math.max(this.reserved, 1), RESERVED_AT_ONCE));
			}
			if (known() == this.reserved || this.ids.size() >= maxKnown) {
				this.truncated++;
				return Admittance.FULL;
			}
			this.ids.add(spanId);
			return Admittance.ENTERED;
		}
	}

	private int known() {
		return this.ids.size() + ((this.rootKnown) ? 1 : 0);
	}

	/**
	 * Ends a span below the root: it is held as long as the root is open.
	 * @param memory remembers it for late spans below it, before it is forgotten here
	 * @return {@code null} if it is held, else what is decided about it
	 */
	@Nullable Decision end(ReadableSpan span, int maxSpans, RecentlyKept memory) {
		synchronized (this) {
			if (this.concluded) {
				return endLate(span, memory);
			}
			if (this.closed) {
				return Decision.AGED;
			}
			List<ReadableSpan> ended = this.ended;
			if (ended == null) {
				ended = new ArrayList<>(4);
				this.ended = ended;
			}
			if (ended.size() < maxSpans) {
				ended.add(span);
				return null;
			}
			this.ids.remove(span.getSpanContext().getSpanId());
			this.truncated++;
			return Decision.TRUNCATED;
		}
	}

	private @Nullable Decision endLate(ReadableSpan span, RecentlyKept memory) {
		Decision decision = this.decision;
		if (decision != null && decision.exported() && !span.getSpanContext().isSampled()) {
			memory.add(span.getSpanContext().getSpanId(), decision);
		}
		this.ids.remove(span.getSpanContext().getSpanId());
		return decision;
	}

	/**
	 * Says what is decided. The first time counts.
	 */
	Decision judge(Decision decision) {
		synchronized (this) {
			Decision before = this.decision;
			if (before != null) {
				return before;
			}
			this.decision = decision;
			return decision;
		}
	}

	@Nullable Decision decision() {
		return this.decision;
	}

	/**
	 * Ends the trace: later spans follow what was decided.
	 * @param memory remembers the spans for late ones below them, before they are
	 * forgotten here
	 * @param room gets back what is not needed any more
	 * @return the spans that were held
	 */
	List<ReadableSpan> conclude(ReadableSpan root, Decision decision, RecentlyKept memory, SpanBudget room) {
		synchronized (this) {
			List<ReadableSpan> held = (this.ended != null) ? this.ended : List.of();
			if (decision.exported() && !root.getSpanContext().isSampled()) {
				memory.add(root, held, decision);
			}
			this.concluded = true;
			this.rootKnown = false;
			this.root.forget();
			giveUpSpans();
			leave(room);
			return held;
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
	 * Notes that spans are missing which were held.
	 */
	void truncate(int spans) {
		synchronized (this) {
			this.truncated += spans;
		}
	}

	/**
	 * Whether no span of it is open any more, and none can enter.
	 */
	boolean isClosed() {
		return this.closed;
	}

	boolean isConcluded() {
		synchronized (this) {
			return this.concluded;
		}
	}

	/**
	 * Gives back room that is not needed any more.
	 * @return whether the trace is over: no span of it is open any more, and none can
	 * enter
	 */
	boolean leave(SpanBudget room) {
		synchronized (this) {
			if (this.concluded) {
				this.closed |= known() == 0;
				shrink(room);
			}
			return this.closed;
		}
	}

	/**
	 * Gives back room that is not in use.
	 */
	void shrink(SpanBudget room) {
		synchronized (this) {
			int unused = this.reserved - known();
			if (unused > 0) {
				room.giveBack(unused);
				this.reserved -= unused;
			}
		}
	}

	/**
	 * Closes the trace although spans of it are open, to make room for others.
	 */
	void close(SpanBudget room) {
		synchronized (this) {
			this.closed = true;
			this.ids.clear();
			this.rootKnown = false;
			shrink(room);
		}
	}

	/**
	 * How many spans are missing.
	 */
	int truncated() {
		return this.truncated;
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
