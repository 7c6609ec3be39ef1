package dev.telemetry.export;

import java.net.ConnectException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.function.UnaryOperator;

import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.telemetry.health.ExporterState;
import dev.telemetry.test.NoTelemetryLeaks;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link DirectDelivery}.
 */
@NoTelemetryLeaks
class DirectDeliveryTests {

	@ParameterizedTest
	@ValueSource(longs = { 5, 200 })
	void whatWasRefusedForNowWaitsHoweverLongTheDelayIs(long days) {
		PipelineSettings settings = new PipelineSettings(100, 20, 1_000_000, Duration.ofDays(days),
				Duration.ofSeconds(5), 100, Duration.ofHours(1), Duration.ofSeconds(5));
		Admission admission = new Admission(100, 1_000_000);
		ExportAccount account = new ExportAccount(admission, new ExporterState("spans", "test", "somewhere", admission),
				settings);
		SpanRecords spans = new SpanRecords(UnaryOperator.identity());
		SpanSink sink = new SpanSink(ExportTarget.of("test", new ScriptedExporter(
				(batch) -> CompletableResultCode.ofExceptionalFailure(new ConnectException("Connection refused")))));
		ScheduledThreadPoolExecutor clock = new ScheduledThreadPoolExecutor(1);
		try {
			BatchSender<SpanData> sender = new BatchSender<>(spans, sink, settings.timeout(), Context.root(), clock,
					() -> {
					});
			LossLog log = new LossLog("spans", "somewhere");
			RecordQueue<ReadableSpan> queue = new RecordQueue<>(100);
			DirectDelivery<SpanData> delivery = new DirectDelivery<>(account, settings,
					new Batches<>(queue, spans, settings, Long.MAX_VALUE, account::leftOut), sender,
					new DataLossSignal<>(account, settings, spans, sender, log), log);
			admission.tryAcquire(1, 100, false);
			queue.add(List.copyOf(TestTraces.trace(1)), 100);
			for (int i = 0; i < 12; i++) {
				delivery.deliver(true, false);
				assertThat(Duration.ofNanos(delivery.pauseNanos())).isBetween(Duration.ofMinutes(30),
						Duration.ofHours(1));
			}
		}
		finally {
			clock.shutdownNow();
		}
	}

}
