package dev.telemetry.health;

import java.time.Instant;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ExporterHealthTests {

	private static final Instant NOON = Instant.parse("2026-11-30T12:00:00Z");

	@Test
	void whatIsSentIsSaidToBe() {
		assertThat(health(0, 0, 0, null).sentence()).isEqualTo("All is sent, and nothing was lost.");
		assertThat(health(0, 0, 3, NOON).sentence())
			.isEqualTo("All is sent. 3 spans were lost, the last at 2026-11-30T12:00:00Z.");
	}

	@Test
	void whatWaitsForABackendThatHasNotFailedYetIsNotSaidToBeSent() {
		assertThat(health(7, 0, 0, null).sentence())
			.isEqualTo("7 spans wait in memory and 0 on the disk, and nothing was lost.");
		assertThat(health(0, 12, 3, NOON).sentence()).isEqualTo(
				"0 spans wait in memory and 12 on the disk. 3 spans were lost, the last at 2026-11-30T12:00:00Z.");
	}

	@Test
	void whatWasLostBeforeIsNotSaidToBeLostSinceTheLastTime() {
		assertThat(missing(BreakerState.CLOSED).sentence())
			.isEqualTo("105 spans are lost so far. The backend has not been told of those since 2026-11-30T12:00:00Z.");
		assertThat(missing(BreakerState.OPEN).sentence())
			.isEqualTo("The backend does not answer (HTTP 503). 3 spans wait in memory and 0 on the disk, "
					+ "105 spans are lost so far. The backend has not been told of those since 2026-11-30T12:00:00Z.");
	}

	private static ExporterHealth missing(BreakerState breaker) {
		return new ExporterHealth("spans", "otlp", "otlp grpc http://localhost:4317", 200, 92,
				Map.of(LossReason.QUEUE_FULL, 105L), 3, 0, 2048, breaker, true, NOON, NOON, "HTTP 503");
	}

	private static ExporterHealth health(int queued, long spooled, long lost, @Nullable Instant lastLoss) {
		return new ExporterHealth("spans", "otlp", "otlp grpc http://localhost:4317", 100,
				100 - queued - spooled - lost, Map.of(LossReason.QUEUE_FULL, lost), queued, spooled, 2048,
				BreakerState.CLOSED, false, null, lastLoss, null);
	}

}
