package dev.telemetry.sampling;

import java.util.List;

import io.opentelemetry.sdk.trace.ReadableSpan;
import org.jspecify.annotations.Nullable;

import dev.telemetry.decision.PathSampling;

/**
 * A local root and the spans below it: those that are open, and those that have ended and
 * are held. Thread safe: what is decided is said once, and after that nothing is held but
 * for spans below a late one. The lock of a trace may be held while those of the memory
 * and of the map of traces are taken, never the other way round.
 * <p>
 * It is one object of 80 bytes that is its own lock, because there is one for each
 * request that is served. Its base classes divide what is known of it, each on top of the
 * one before: {@link RootMarks} how it started and its marks, {@link JudgedRoot} what was
 * decided, {@link RootSpans} its spans. Composed of four objects it would take twice as
 * much.
 */
final class LocalTrace extends RootSpans<LocalTrace> implements ChainedTrace<LocalTrace> {

	private final long startNanos;

	private volatile @Nullable LocalTrace next;

	// Written before another thread can see it, or under the lock.
	private boolean indexed;

	/**
	 * Creates a trace.
	 * @param dryRun whether it is exported whatever is decided
	 * @param startNanos when it began, by the monotonic clock of the JVM
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
	 * Follows the trace, for whose root a place was taken.
	 * @return whether it was not followed before
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
	 * Ends the root: later spans follow what was decided.
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
	 * Gives up what is held of a trace that is certain to be kept, and goes on.
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
	 * Makes room for others: gives up what is held and all places. Its spans are only
	 * remembered from now on.
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
