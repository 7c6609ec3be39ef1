package dev.telemetry.export;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import ch.qos.logback.classic.Level;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.resources.Resource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import dev.telemetry.Eventually;
import dev.telemetry.export.disk.Spool;
import dev.telemetry.export.disk.SpoolEntry;
import dev.telemetry.export.disk.SpoolSettings;
import dev.telemetry.export.otlp.AnswerListener;
import dev.telemetry.health.BreakerState;
import dev.telemetry.health.ExporterHealth;
import dev.telemetry.health.LossReason;
import dev.telemetry.test.NoTelemetryLeaks;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A pipeline exports whatever it is told about: here numbers, as texts.
 */
@NoTelemetryLeaks
class SecondKindTests {

	@Test
	void numbersTakeTheSameWayAsSpans() {
		Texts texts = new Texts(CompletableResultCode::ofSuccess);
		ExportPipelines<Integer, String> pipelines = pipelines(texts);
		pipelines.accept(List.of(1, 2, 3), 12, false);
		pipelines.accept(List.of(4), 4, true);
		end(pipelines);
		assertThat(texts.arrived).containsExactly("1", "2", "3", "4");
		assertThat(pipelines.health()).singleElement().satisfies((health) -> {
			assertThat(health.kind()).isEqualTo("numbers");
			assertThat(health.exported()).isEqualTo(4);
			assertThat(health.isBalanced()).isTrue();
		});
	}

	@Test
	void whatIsLostIsCountedSaidAndToldInTheWordsOfTheKind() {
		Texts texts = new Texts(CompletableResultCode::ofFailure);
		try (CapturedLog log = new CapturedLog()) {
			ExportPipelines<Integer, String> pipelines = pipelines(texts);
			pipelines.accept(List.of(1, -1), 8, false);
			Eventually.until(() -> "a loss: " + pipelines.health(), () -> pipelines.health().get(0).lost() == 2);
			texts.answer = CompletableResultCode::ofSuccess;
			Eventually.until(() -> "told: " + texts.arrived, () -> texts.arrived.contains("2 are missing"));
			end(pipelines);
			ExporterHealth health = pipelines.health().get(0);
			assertThat(health.dropped()).containsEntry(LossReason.EXPORT_FAILED, 2L);
			assertThat(health.breaker()).isEqualTo(BreakerState.CLOSED);
			assertThat(log.lines(Level.WARN)).singleElement()
				.asString()
				.startsWith("Numbers were lost on the way to somewhere: ")
				.contains("telemetry.numbers.dropped");
		}
	}

	private static ExportPipelines<Integer, String> pipelines(Texts texts) {
		return new ExportPipelines<>(new Numbers(), List.of(texts), ExportPath.FAST, Context.root());
	}

	private static void end(ExportPipelines<Integer, String> pipelines) {
		assertThat(pipelines.shutdown().join(10, TimeUnit.SECONDS).isDone()).isTrue();
		assertThat(pipelines.health()).allSatisfy((health) -> assertThat(health.queued()).isZero());
	}

	/**
	 * Numbers from zero on.
	 */
	private static final class Numbers implements RecordKind<Integer, String> {

		@Override
		public String name() {
			return "numbers";
		}

		@Override
		public long footprint(Integer number) {
			return Integer.BYTES;
		}

		@Override
		public String convert(Integer number) {
			if (number < 0) {
				throw new IllegalArgumentException("Less than zero");
			}
			return number.toString();
		}

		@Override
		public long size(String text) {
			return text.length();
		}

		@Override
		public Resource resource(String text) {
			return Resource.getDefault();
		}

		@Override
		public String lossSignal(LossGap.Losses losses, String exporter, Resource resource) {
			return losses.total() + " are missing";
		}

		@Override
		public @Nullable SpoolEntry write(Spool spool, List<String> batch) {
			return null;
		}

		@Override
		public @Nullable List<String> read(Spool spool, SpoolEntry entry) {
			return null;
		}

	}

	/**
	 * Keeps the texts that it acknowledges.
	 */
	private static final class Texts implements RecordSink<String> {

		private final List<String> arrived = new CopyOnWriteArrayList<>();

		private volatile Supplier<CompletableResultCode> answer;

		Texts(Supplier<CompletableResultCode> answer) {
			this.answer = answer;
		}

		@Override
		public String name() {
			return "texts";
		}

		@Override
		public String description() {
			return "somewhere";
		}

		@Override
		public @Nullable SpoolSettings spool() {
			return null;
		}

		@Override
		public void begin(AnswerListener attempt) {
		}

		@Override
		public CompletableResultCode export(List<String> batch) {
			CompletableResultCode result = this.answer.get();
			if (result.isSuccess()) {
				this.arrived.addAll(new ArrayList<>(batch));
			}
			return result;
		}

		@Override
		public CompletableResultCode exportSignal(String signal) {
			return export(List.of(signal));
		}

		@Override
		public boolean isFiltered() {
			return false;
		}

		@Override
		public CompletableResultCode shutdown() {
			return CompletableResultCode.ofSuccess();
		}

	}

}
