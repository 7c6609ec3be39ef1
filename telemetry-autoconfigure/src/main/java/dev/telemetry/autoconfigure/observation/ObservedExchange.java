package dev.telemetry.autoconfigure.observation;

import java.util.concurrent.TimeUnit;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import org.jspecify.annotations.Nullable;

import dev.telemetry.decision.RootDecider;
import dev.telemetry.decision.RootOutcome;
import dev.telemetry.decision.RootProgress;

/**
 * One request to a server, from the start of its observation to the end. Thread safe.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @param <O> type of the outcome
 * @since 0.1.0
 */
public abstract class ObservedExchange<O extends RootOutcome> implements RootProgress {

	private final Context context;

	private final long startNanos;

	private final long startEpochNanos;

	private volatile @Nullable Ending<O> ending;

	/**
	 * Creates an exchange.
	 * @param context the context that has the span of the request
	 * @param startNanos when the request began, by the monotonic clock of the JVM
	 * @param startEpochNanos when the request began, in nanoseconds since 1970
	 */
	protected ObservedExchange(Context context, long startNanos, long startEpochNanos) {
		this.context = context;
		this.startNanos = startNanos;
		this.startEpochNanos = startEpochNanos;
	}

	/**
	 * Returns the context that has the span of the request.
	 * @return the context
	 */
	public final Context context() {
		return this.context;
	}

	/**
	 * Returns the span of the request.
	 * @return the span
	 */
	public final Span span() {
		return Span.fromContext(this.context);
	}

	/**
	 * Returns when the request began, by the monotonic clock of the JVM.
	 * @return the moment, in nanoseconds
	 */
	protected final long startNanos() {
		return this.startNanos;
	}

	/**
	 * Returns how long the request has taken so far.
	 * @return the duration, in nanoseconds
	 */
	public final long durationNanos() {
		return System.nanoTime() - this.startNanos;
	}

	/**
	 * Returns how the request ended.
	 * @return the ending, or {@code null} if that is not decided yet
	 */
	public final @Nullable Ending<O> ending() {
		return this.ending;
	}

	/**
	 * Decides whether the trace of the request is kept.
	 * @param decider the decider
	 * @param outcome how the request ended
	 * @return the ending
	 */
	public final Ending<O> decide(RootDecider decider, O outcome) {
		Ending<O> decided = new Ending<>(outcome, decider.decide(span(), outcome));
		this.ending = decided;
		return decided;
	}

	/**
	 * Ends the span at the time at which the request ended.
	 * @param ending how the request ended
	 */
	public final void endSpan(Ending<O> ending) {
		span().end(this.startEpochNanos + ending.outcome().durationNanos(), TimeUnit.NANOSECONDS);
	}

	/**
	 * How a request ended.
	 *
	 * @param <O> type of the outcome
	 * @param outcome the outcome
	 * @param kept whether attributes are to be written
	 */
	public record Ending<O extends RootOutcome>(O outcome, boolean kept) {

	}

}
