package dev.telemetry.metrics;

import java.util.Map;
import java.util.function.ToLongFunction;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

import dev.telemetry.names.MeterNames;

/**
 * Meters for the capture of log records. Thread safe.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @param <S> type of the source of the numbers
 * @since 0.1.0
 */
public final class LogMeters<S> implements MeterBinder {

	private final S source;

	private final ToLongFunction<S> captured;

	private final ToLongFunction<S> waiting;

	private final ToLongFunction<S> putBack;

	private final Map<String, ToLongFunction<S>> leftOut;

	/**
	 * Creates the meters.
	 * @param source source of the numbers
	 * @param captured reads how many records were captured
	 * @param waiting reads how many of them wait to be passed on
	 * @param putBack reads how often the appender was added again after it was removed
	 * @param leftOut read how many captured records were not exported, by reason
	 */
	public LogMeters(S source, ToLongFunction<S> captured, ToLongFunction<S> waiting, ToLongFunction<S> putBack,
			Map<String, ToLongFunction<S>> leftOut) {
		this.source = source;
		this.captured = captured;
		this.waiting = waiting;
		this.putBack = putBack;
		this.leftOut = Map.copyOf(leftOut);
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		FunctionCounter.builder(MeterNames.LOGS_CAPTURED, this.source, this.captured::applyAsLong)
			.description("Log records that were captured")
			.register(registry);
		Gauge.builder(MeterNames.LOGS_WAITING, this.source, this.waiting::applyAsLong)
			.description("Log records that wait to be handed on")
			.strongReference(true)
			.register(registry);
		FunctionCounter.builder(MeterNames.LOGS_PUT_BACK, this.source, this.putBack::applyAsLong)
			.description("How often the log appender was put back after it had been taken off")
			.register(registry);
		this.leftOut.forEach(
				(reason, number) -> FunctionCounter.builder(MeterNames.LOGS_LEFT_OUT, this.source, number::applyAsLong)
					.description("Log records that were wanted and are not exported")
					.tag(MeterNames.TAG_REASON, reason)
					.register(registry));
	}

}
