package dev.telemetry.metrics;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link WorkerMeters}.
 */
class WorkerMetersTests {

	private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

	private final WorkerMeters meters = new WorkerMeters(this.registry);

	@Test
	void aCounterThatWasRemovedIsRegisteredAgain() {
		this.registry.config().meterFilter(new RenamingFilter());
		this.meters.event("scoring", "order.scored");
		this.registry.clear();
		this.meters.event("scoring", "order.scored");
		assertThat(this.registry.get("my.worker.events").counter().count()).isOne();
	}

	@Test
	void aMeasurementThatWasRemovedIsRegisteredAgain() {
		this.meters.measurement("scoring", "order.scored", "score", 1);
		this.registry.clear();
		this.meters.measurement("scoring", "order.scored", "score", 2);
		assertThat(this.registry.get("order.scored.score").summary().totalAmount()).isEqualTo(2);
	}

}
