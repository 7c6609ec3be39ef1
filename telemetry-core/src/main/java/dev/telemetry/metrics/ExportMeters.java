package dev.telemetry.metrics;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.BaseUnits;
import io.micrometer.core.instrument.binder.MeterBinder;

import dev.telemetry.health.BreakerState;
import dev.telemetry.health.ExportTimes;
import dev.telemetry.health.ExporterState;
import dev.telemetry.health.LossReason;
import dev.telemetry.names.MeterNames;

/**
 * Meters for the export of spans and log records to each backend. Thread safe.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
public final class ExportMeters implements MeterBinder {

	private final List<ExporterState> exporters;

	/**
	 * Creates the meters.
	 * @param exporters the state of each exporter
	 */
	public ExportMeters(List<ExporterState> exporters) {
		this.exporters = List.copyOf(exporters);
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		for (ExporterState exporter : this.exporters) {
			bindRecords(registry, exporter, RecordMeters.of(exporter.kind()));
			bindExports(registry, exporter);
		}
	}

	private void bindRecords(MeterRegistry registry, ExporterState exporter, RecordMeters names) {
		counter(names.handedOver(), exporter, ExporterState::handedOver)
			.description(names.records() + " that the exporter was to get: exported + dropped + queued + spooled")
			.register(registry);
		counter(names.exported(), exporter, ExporterState::exported)
			.description(names.records() + " that the backend acknowledged")
			.register(registry);
		for (LossReason reason : LossReason.values()) {
			counter(names.dropped(), exporter, (state) -> state.dropped(reason))
				.description(names.records() + " that are lost on the way to the backend")
				.tag(MeterNames.TAG_REASON, reason.text())
				.register(registry);
		}
		if (names.spooled() != null) {
			gauge(names.spooled(), exporter, ExporterState::spooled)
				.description(names.records() + " that wait on the disk for the backend")
				.register(registry);
		}
		bindQueue(registry, exporter, names);
	}

	private void bindQueue(MeterRegistry registry, ExporterState exporter, RecordMeters names) {
		gauge(names.queued(), exporter, ExporterState::queued)
			.description(names.records() + " that wait for the backend, or are being sent")
			.register(registry);
		gauge(names.queueCapacity(), exporter, (state) -> state.queue().capacity())
			.description(names.records() + " that can wait for the backend")
			.register(registry);
		gauge(names.queuedSize(), exporter, (state) -> state.queue().heldBytes())
			.description("Memory of those that wait for the backend, or are being sent")
			.baseUnit(BaseUnits.BYTES)
			.register(registry);
		gauge(names.queueMaxSize(), exporter, (state) -> state.queue().maxBytes())
			.description("Memory that those can take which wait for the backend")
			.baseUnit(BaseUnits.BYTES)
			.register(registry);
	}

	private void bindExports(MeterRegistry registry, ExporterState exporter) {
		counter(MeterNames.EXPORT_SENT, exporter, ExporterState::sentBytes)
			.description("Bodies of requests that were sent, compressed if they are")
			.baseUnit(BaseUnits.BYTES)
			.register(registry);
		timer(exporter, "success", exporter.succeeded()).register(registry);
		timer(exporter, "failure", exporter.failed()).register(registry);
		for (BreakerState breaker : BreakerState.values()) {
			gauge(MeterNames.EXPORT_BREAKER, exporter, (state) -> (state.breaker() != breaker) ? 0 : 1)
				.description("1 for the state of the circuit breaker of the exporter, 0 for the others")
				.tag(MeterNames.TAG_STATE, breaker.name().toLowerCase(Locale.ROOT))
				.register(registry);
		}
	}

	private static FunctionCounter.Builder<ExporterState> counter(String name, ExporterState exporter,
			ToDoubleFunction<ExporterState> number) {
		return FunctionCounter.builder(name, exporter, number).tags(tags(exporter));
	}

	private static Gauge.Builder<ExporterState> gauge(String name, ExporterState exporter,
			ToDoubleFunction<ExporterState> number) {
		return Gauge.builder(name, exporter, number).strongReference(true).tags(tags(exporter));
	}

	private static FunctionTimer.Builder<ExportTimes> timer(ExporterState exporter, String outcome, ExportTimes times) {
		return FunctionTimer
			.builder(MeterNames.EXPORT_DURATION, times, ExportTimes::count, ExportTimes::totalNanos,
					TimeUnit.NANOSECONDS)
			.description("Time to send a batch once")
			.tags(tags(exporter))
			.tag(MeterNames.TAG_OUTCOME, outcome);
	}

	private static Tags tags(ExporterState exporter) {
		return Tags.of(MeterNames.TAG_EXPORTER, exporter.exporter(), MeterNames.TAG_KIND, exporter.kind());
	}

}
