package dev.telemetry.export;

import java.util.EnumMap;
import java.util.Map;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.junit.jupiter.api.Test;

import dev.telemetry.export.LossGap.Losses;
import dev.telemetry.health.LossReason;
import dev.telemetry.names.Instrumentation;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link DataLossSpan}.
 */
class DataLossSpanTests {

	@Test
	void saysHowManySpansAreMissingAndWhyAndWhen() {
		Map<LossReason, Long> losses = new EnumMap<>(
				Map.of(LossReason.QUEUE_FULL, 4L, LossReason.BREAKER_OPEN, 3_000_000_000L));
		SpanData span = DataLossSpan.of(new Losses(losses, 1_700_000_000_000L, 1_700_000_060_000L, null), "otlp",
				TestTraces.RESOURCE);
		assertThat(span.getName()).isEqualTo("telemetry.data_loss");
		assertThat(span.getAttributes().asMap()).isEqualTo(Attributes.builder()
			.put("telemetry.data_loss.exporter", "otlp")
			.put("telemetry.data_loss.spans", 3_000_000_004L)
			.put("telemetry.data_loss.queue_full", 4L)
			.put("telemetry.data_loss.breaker_open", 3_000_000_000L)
			.build()
			.asMap());
		assertThat(span.getStartEpochNanos()).isEqualTo(1_700_000_000_000_000_000L);
		assertThat(span.getEndEpochNanos()).isEqualTo(1_700_000_060_000_000_000L);
		assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
		assertThat(span.getSpanContext().isSampled()).isTrue();
		assertThat(span.getParentSpanContext().isValid()).isFalse();
		assertThat(span.hasEnded()).isTrue();
		assertThat(span.getResource().getAttribute(AttributeKey.stringKey("service.name"))).isEqualTo("checkout");
		assertThat(span.getInstrumentationScopeInfo().getName()).isEqualTo(Instrumentation.SCOPE);
	}

}
