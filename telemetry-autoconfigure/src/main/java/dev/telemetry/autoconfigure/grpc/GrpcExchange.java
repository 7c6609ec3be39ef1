package dev.telemetry.autoconfigure.grpc;

import io.micrometer.core.instrument.binder.grpc.GrpcServerObservationContext;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import org.jspecify.annotations.Nullable;

import dev.telemetry.decision.RootProgress;

/**
 * One call, from the start of its observation to the end. Thread safe.
 */
final class GrpcExchange implements RootProgress {

	private final Context context;

	private final boolean streaming;

	private final long startNanos;

	private final long startEpochNanos;

	private volatile @Nullable Ending ending;

	GrpcExchange(Context context, boolean streaming, long startNanos, long startEpochNanos) {
		this.context = context;
		this.streaming = streaming;
		this.startNanos = startNanos;
		this.startEpochNanos = startEpochNanos;
	}

	/**
	 * What was noted for an observation.
	 * @return the exchange, or {@code null} if the call is not traced by this
	 */
	static @Nullable GrpcExchange of(GrpcServerObservationContext context) {
		return context.get(GrpcExchange.class);
	}

	Context context() {
		return this.context;
	}

	Span span() {
		return Span.fromContext(this.context);
	}

	long durationNanos() {
		return System.nanoTime() - this.startNanos;
	}

	long endEpochNanos(GrpcOutcome outcome) {
		return this.startEpochNanos + outcome.durationNanos();
	}

	@Override
	public boolean isStreaming() {
		return this.streaming;
	}

	void end(Ending ending) {
		this.ending = ending;
	}

	/**
	 * How it ended, or {@code null} if that is not decided yet.
	 */
	@Nullable Ending ending() {
		return this.ending;
	}

	/**
	 * How a call ended.
	 *
	 * @param outcome the outcome
	 * @param kept whether attributes are to be written
	 */
	record Ending(GrpcOutcome outcome, boolean kept) {

	}

}
