package dev.telemetry.sampling;

import java.util.List;

import io.opentelemetry.sdk.trace.ReadableSpan;
import org.jspecify.annotations.Nullable;

import dev.telemetry.decision.PathSampling;

/**
 * A local root and the spans below it: those that are open, and those that have ended and
 * are held. Thread safe. The decision is set once; after that, only spans below a late
 * span are held. A thread that holds the lock of a trace may take the locks of
 * {@link TraceMemory} and {@link OpenTraces}, never the other way round.
 * <p>
 * There is one such object for each request that is served, so it is a single object of
 * 80 bytes that is its own lock. Composed of four objects, it would take twice as much.
 * Its state is divided among its base classes: {@link RootMarks} has the start of the
 * root and its marks, {@link JudgedRoot} the decision, and {@link RootSpans} the spans
 * below.
 */
final class LocalTrace extends RootSpans<LocalTrace> implements ChainedTrace<LocalTrace> {

	private final long startNanos;

	private volatile @Nullable LocalTrace next;

	// Written before another thread can see the trace, or with its lock.
	private boolean indexed;

	/**
	 * Creates a trace.
	 * @param dryRun whether the trace is exported whatever is decided
	 * @param startNanos when the trace began, by the monotonic clock of the JVM
	 */
	LocalTrace(ReadableSpan root, RootStart start, @Nullable PathSampling path, boolean dryRun, long startNanos) {
		super(root, start, path, dryRun);
		this.startNanos = startNanos;
	}

	long startNanos() {
		return this.startNanos;
	}

	@Override
	public String traceId() {
		return context().getTraceId();
	}

	@Override
	public @Nullable LocalTrace next() {
		return this.next;
	}

	@Override
	public void next(@Nullable LocalTrace next) {
		this.next = next;
	}

	@Override
	public boolean isIndexed() {
		return this.indexed;
	}

	@Override
	public void indexed() {
		this.indexed = true;
	}

	@Override
	public int size() {
		return openOrHeld();
	}

	@Override
	public boolean knows(String spanId) {
		return (isFollowed() && is(spanId)) || isKnown(spanId);
	}

	/**
	 * Follows the trace. The caller has taken a place for its root.
	 * @return whether the place is used: {@code false} if the trace is followed already
	 * or is over
	 */
	boolean follow(TraceStore<LocalTrace> store) {
		synchronized (this) {
			if (isFollowed() || isConcluded()) {
				return false;
			}
			store.open().add(this);
			noteFollowed(true);
			if (this.indexed) {
				store.open().note(id(), this);
			}
			return true;
		}
	}

	@Override
	SpansBelow newSpans(TraceStore<LocalTrace> store) {
		return (this.indexed) ? new IndexedSpans<>(store.open(), this) : new SpansBelow();
	}

	/**
	 * Ends the root. Later spans follow its decision.
	 * @return the spans that were held
	 */
	List<ReadableSpan> conclude(Decision decision, TraceStore<LocalTrace> store) {
		synchronized (this) {
			List<ReadableSpan> held = giveUp(store);
			if (decision.exported() && !sampled()) {
				store.memory().add(id(), this);
				store.memory().add(held, this);
			}
			noteConcluded();
			leaveRoot(store);
			forget();
			closeIfOver(store);
			return held;
		}
	}

	private void leaveRoot(TraceStore<LocalTrace> store) {
		if (isFollowed()) {
			noteFollowed(false);
			if (this.indexed) {
				store.open().forget(id());
			}
			store.budget().giveBack(1);
		}
	}

	/**
	 * Gives up the held spans of a trace that is certain to be kept. The trace stays
	 * open.
	 */
	List<ReadableSpan> takeHeld(TraceStore<LocalTrace> store) {
		synchronized (this) {
			List<ReadableSpan> held = giveUp(store);
			if (!sampled()) {
				store.memory().add(held, this);
			}
			return held;
		}
	}

	/**
	 * Makes room for other traces: gives up the held spans and all places. From now on,
	 * spans of this trace are only remembered.
	 * @return the spans that were held
	 */
	List<ReadableSpan> unfollow(TraceStore<LocalTrace> store) {
		synchronized (this) {
			List<ReadableSpan> held = giveUpAll(this, store);
			store.memory().add(id(), this);
			noteRemembered();
			releaseSpan();
			leaveRoot(store);
			store.open().remove(this);
			return held;
		}
	}

	/**
	 * Notes that there is no room for the root.
	 */
	void refuse(TraceStore<LocalTrace> store) {
		synchronized (this) {
			noteRemembered();
			releaseSpan();
			store.memory().add(id(), this);
		}
	}

	@Override
	void close(TraceStore<LocalTrace> store) {
		store.open().remove(this);
	}

}
