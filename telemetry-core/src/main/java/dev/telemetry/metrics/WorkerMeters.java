package dev.telemetry.metrics;

import java.util.function.ToDoubleFunction;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.BaseUnits;

import dev.telemetry.names.MeterNames;

/**
 * Meters for the lines, events and measurements of worker processes. Values of tags are
 * names that the application gives: pools, and events of its catalogue. Those of events
 * are looked up each time, so that they are correct even after they were removed from the
 * registry. Thread safe.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
public final class WorkerMeters {

	private final MeterRegistry registry;

	/**
	 * Creates meters.
	 * @param registry where to register
	 */
	public WorkerMeters(MeterRegistry registry) {
		this.registry = registry;
	}

	/**
	 * Registers how many lines of a pool had an outcome.
	 * @param <S> type of the source
	 * @param pool the pool
	 * @param outcome the outcome
	 * @param reason the reason of the outcome
	 * @param source source of the number; held weakly
	 * @param number reads the number
	 */
	public <S> void lines(String pool, String outcome, String reason, S source, ToDoubleFunction<S> number) {
		FunctionCounter.builder(MeterNames.WORKER_LINES, source, number)
			.description("Lines that worker processes printed, by what became of them")
			.tag(MeterNames.TAG_POOL, pool)
			.tag(MeterNames.TAG_OUTCOME, outcome)
			.tag(MeterNames.TAG_REASON, reason)
			.register(this.registry);
	}

	/**
	 * Registers how many workers of a pool are running, how many timestamps were
	 * corrected, and how many events had an unknown name.
	 * @param <S> type of the source
	 * @param pool the pool
	 * @param source source of the numbers; counters hold it weakly
	 * @param running reads how many workers are running
	 * @param clamped reads how many timestamps were corrected
	 * @param unknown reads how many events had an unknown name
	 */
	public <S> void pool(String pool, S source, ToDoubleFunction<S> running, ToDoubleFunction<S> clamped,
			ToDoubleFunction<S> unknown) {
		Gauge.builder(MeterNames.WORKERS_RUNNING, source, running)
			.description("Worker processes that are running")
			.tag(MeterNames.TAG_POOL, pool)
			.strongReference(true)
			.register(this.registry);
		FunctionCounter.builder(MeterNames.WORKER_CLAMPED, source, clamped)
			.description("Times of worker processes that were moved to when these ran")
			.tag(MeterNames.TAG_POOL, pool)
			.register(this.registry);
		FunctionCounter.builder(MeterNames.WORKER_UNKNOWN_EVENTS, source, unknown)
			.description("Events of worker processes that are not in the catalogue")
			.tag(MeterNames.TAG_POOL, pool)
			.register(this.registry);
	}

	/**
	 * Registers the fill level of the queue of lines.
	 * @param <S> type of the source
	 * @param source source of the numbers
	 * @param queued reads how many bytes wait
	 * @param max reads how many bytes may wait
	 */
	public <S> void queue(S source, ToDoubleFunction<S> queued, ToDoubleFunction<S> max) {
		Gauge.builder(MeterNames.WORKER_QUEUED_SIZE, source, queued)
			.description("Memory of the lines that wait to be looked at")
			.baseUnit(BaseUnits.BYTES)
			.register(this.registry);
		Gauge.builder(MeterNames.WORKER_QUEUE_MAX_SIZE, source, max)
			.description("Memory that lines may take that wait to be looked at")
			.baseUnit(BaseUnits.BYTES)
			.register(this.registry);
	}

	/**
	 * Counts an event.
	 * @param pool the pool
	 * @param event name of the event
	 */
	public void event(String pool, String event) {
		Counter.builder(MeterNames.WORKER_EVENTS)
			.description("Events of worker processes that are in the catalogue")
			.tag(MeterNames.TAG_POOL, pool)
			.tag(MeterNames.TAG_EVENT, event)
			.register(this.registry)
			.increment();
	}

	/**
	 * Records a measurement of an event.
	 * @param pool the pool
	 * @param event name of the event
	 * @param measurement name of the measurement
	 * @param value the value; negative values are ignored
	 */
	public void measurement(String pool, String event, String measurement, double value) {
		DistributionSummary.builder(event + "." + measurement)
			.description("Measured by worker processes")
			.tag(MeterNames.TAG_POOL, pool)
			.register(this.registry)
			.record(value);
	}

}
