package dev.telemetry.metrics;

import java.util.List;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

import dev.telemetry.health.BreakerState;
import dev.telemetry.health.ExporterQueue;
import dev.telemetry.health.ExporterState;
import dev.telemetry.health.LossReason;

import static org.assertj.core.api.Assertions.assertThat;

class ExportMetersTests {

	private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

	private final ExporterState otlp = new ExporterState("spans", "otlp", "otlp http://localhost",
			new Queue(5, 700, 2_048, 9_000));

	@Test
	void everySpanIsInOneOfTheNumbers() {
		bind();
		this.otlp.handedOver(20);
		this.otlp.exported(12);
		this.otlp.dropped(LossReason.QUEUE_FULL, 2);
		this.otlp.dropped(LossReason.REJECTED, 1);
		double dropped = this.registry.get("telemetry.spans.dropped")
			.functionCounters()
			.stream()
			.mapToDouble((counter) -> counter.count())
			.sum();
		assertThat(counter("telemetry.spans.handed.over"))
			.isEqualTo(counter("telemetry.spans.exported") + dropped + gauge("telemetry.spans.queued"));
	}

	@Test
	void whyTheyAreLostIsALabel() {
		bind();
		this.otlp.dropped(LossReason.EXPORT_FAILED, 3);
		assertThat(this.registry.get("telemetry.spans.dropped")
			.tag("exporter", "otlp")
			.tag("reason", "export_failed")
			.functionCounter()
			.count()).isEqualTo(3);
		assertThat(this.registry.get("telemetry.spans.dropped").functionCounters()).hasSameSizeAs(LossReason.values());
	}

	@Test
	void theQueueHasItsSizeAndItsCapacity() {
		bind();
		assertThat(gauge("telemetry.spans.queued")).isEqualTo(5);
		assertThat(gauge("telemetry.spans.queue.capacity")).isEqualTo(2_048);
	}

	@Test
	void theQueueHasItsBytes() {
		bind();
		assertThat(gauge("telemetry.spans.queued.size")).isEqualTo(700);
		assertThat(gauge("telemetry.spans.queue.max.size")).isEqualTo(9_000);
	}

	@Test
	void whatIsExportedIsALabelOfAll() {
		bind();
		assertThat(this.registry.getMeters())
			.allSatisfy((meter) -> assertThat(meter.getId().getTag("kind")).isEqualTo("spans"));
	}

	@Test
	void theStateOfTheBreakerIsOne() {
		bind();
		this.otlp.breaker(BreakerState.OPEN);
		assertThat(this.registry.get("telemetry.export.breaker").tag("state", "open").gauge().value()).isOne();
		assertThat(this.registry.get("telemetry.export.breaker").tag("state", "closed").gauge().value()).isZero();
		assertThat(this.registry.get("telemetry.export.breaker").tag("state", "half_open").gauge().value()).isZero();
	}

	@Test
	void batchesAreTimedByTheirOutcome() {
		bind();
		this.otlp.exportSucceeded(TimeUnit.MILLISECONDS.toNanos(20));
		this.otlp.exportFailed(TimeUnit.SECONDS.toNanos(2), "ConnectException");
		assertThat(this.registry.get("telemetry.export.duration")
			.tag("outcome", "failure")
			.functionTimer()
			.totalTime(TimeUnit.SECONDS)).isEqualTo(2);
		assertThat(this.registry.get("telemetry.export.duration").tag("outcome", "success").functionTimer().count())
			.isOne();
	}

	private void bind() {
		new ExportMeters(List.of(this.otlp)).bindTo(this.registry);
	}

	private double counter(String name) {
		return this.registry.get(name).functionCounter().count();
	}

	private double gauge(String name) {
		return this.registry.get(name).gauge().value();
	}

	/**
	 * A queue that is always as full.
	 */
	private record Queue(int held, long heldBytes, int capacity, long maxBytes) implements ExporterQueue {

	}

}
