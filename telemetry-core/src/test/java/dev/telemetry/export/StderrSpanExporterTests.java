package dev.telemetry.export;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import org.junit.jupiter.api.Test;

import dev.telemetry.Eventually;
import dev.telemetry.UnexportedSpans;
import dev.telemetry.export.local.StderrSpanExporter;
import dev.telemetry.export.otlp.OtlpResponses;
import dev.telemetry.health.LossReason;

import static org.assertj.core.api.Assertions.assertThat;

class StderrSpanExporterTests {

	private static final long START = 1_700_000_000_123_456_789L;

	private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

	private final StderrSpanExporter exporter = new StderrSpanExporter(
			new PrintStream(this.bytes, false, StandardCharsets.UTF_8));

	private final Tracer tracer = UnexportedSpans.provider()
		.setResource(Resource.builder().put("service.name", "worker").build())
		.addSpanProcessor(SimpleSpanProcessor.create(this.exporter))
		.build()
		.get("test");

	@Test
	void aSpanIsAnEventWithItsDuration() {
		Span parent = this.tracer.spanBuilder("parent").startSpan();
		Span span = start("job.run", parent);
		span.setAttribute("queue.name", "mail");
		span.setAttribute("job.size", 12L);
		span.setAttribute("job.load", 0.25);
		span.setAttribute("job.success", true);
		span.setStatus(StatusCode.ERROR, "out of paper");
		end(span);
		JsonObject line = single();
		assertThat(line.keySet()).containsExactly("event", "measurements", "metadata", "timestamp_ns",
				"correlation_id");
		assertThat(line.get("event").getAsString()).isEqualTo("job.run");
		assertThat(line.get("measurements"))
			.hasToString("{\"duration_seconds\":1.5,\"job.load\":0.25,\"job.size\":12}");
		assertThat(line.get("metadata")).hasToString(
				"{\"job.success\":\"true\",\"kind\":\"CONSUMER\",\"parent_span_id\":\"%s\",\"queue.name\":\"mail\",\"service\":\"worker\",\"span_id\":\"%s\",\"status\":\"ERROR\",\"status_message\":\"out of paper\"}"
					.formatted(parent.getSpanContext().getSpanId(), span.getSpanContext().getSpanId()));
		assertThat(line.get("timestamp_ns")).hasToString("1700000000123456789");
		assertThat(line.get("correlation_id").getAsString()).isEqualTo(span.getSpanContext().getTraceId());
	}

	@Test
	void anEventOfASpanIsALineOfItsOwnBeforeTheSpan() {
		Span span = start("job.run", Span.getInvalid());
		span.addEvent("retry", Attributes.of(AttributeKey.longKey("attempt"), 2L), START + 5, TimeUnit.NANOSECONDS);
		end(span);
		List<JsonObject> lines = parsed();
		assertThat(lines).extracting((line) -> line.get("event").getAsString())
			.containsExactly("job.run.retry", "job.run");
		JsonObject event = lines.get(0);
		assertThat(event.get("measurements")).hasToString("{\"attempt\":2}");
		assertThat(event.get("metadata"))
			.hasToString("{\"service\":\"worker\",\"span_id\":\"%s\"}".formatted(span.getSpanContext().getSpanId()));
		assertThat(event.get("timestamp_ns")).hasToString(Long.toString(START + 5));
		assertThat(event.get("correlation_id").getAsString()).isEqualTo(span.getSpanContext().getTraceId());
	}

	@Test
	void anEventThatLooksLikeTheStartOfASpanSaysThatItIsNone() {
		Span span = start("job.run", Span.getInvalid());
		span.addEvent("load.start", Attributes.of(AttributeKey.stringKey("kind"), "full"));
		end(span);
		assertThat(parsed().get(0).get("metadata"))
			.hasToString("{\"attribute.kind\":\"full\",\"kind\":\"EVENT\",\"service\":\"worker\",\"span_id\":\"%s\"}"
				.formatted(span.getSpanContext().getSpanId()));
	}

	@Test
	void anAttributeIsNeverTakenForAFieldThatItsLineDoesNotHave() {
		Span span = start("job.run", Span.getInvalid());
		span.setAttribute("status_message", "mine");
		span.addEvent("sent", Attributes.of(AttributeKey.stringKey("status"), "SHIPPED"));
		end(span);
		List<JsonObject> lines = parsed();
		assertThat(lines.get(0).getAsJsonObject("metadata").keySet()).containsExactly("attribute.status", "service",
				"span_id");
		assertThat(lines.get(1).getAsJsonObject("metadata").keySet()).contains("attribute.status_message")
			.doesNotContain("status_message");
	}

	@Test
	void metadataIsTextAndMeasurementsAreNumbersWhateverIsInThem() {
		this.exporter.export(HostileSpans.all());
		assertThat(parsed()).hasSizeGreaterThan(5).allSatisfy((line) -> {
			assertThat(line.getAsJsonObject("measurements").asMap().values())
				.allMatch((value) -> value.getAsJsonPrimitive().isNumber());
			assertThat(line.getAsJsonObject("metadata").asMap().values())
				.allMatch((value) -> value.getAsJsonPrimitive().isString());
		});
	}

	@Test
	void whatIsNoNumberInJsonIsMetadata() {
		this.tracer.spanBuilder("s").setAttribute("ratio", Double.NaN).startSpan().end();
		assertThat(single().getAsJsonObject("measurements").has("ratio")).isFalse();
		assertThat(metadata("ratio")).isEqualTo("NaN");
	}

	@Test
	void severalValuesAreOneText() {
		this.tracer.spanBuilder("s")
			.setAttribute(AttributeKey.stringArrayKey("tags"), List.of("a", "b"))
			.startSpan()
			.end();
		assertThat(metadata("tags")).isEqualTo("a,b");
	}

	@Test
	void anAttributeDoesNotHideWhatEveryLineHas() {
		this.tracer.spanBuilder("s")
			.setAttribute("duration_seconds", 99L)
			.setAttribute("span_id", "mine")
			.startSpan()
			.end();
		JsonObject measurements = single().getAsJsonObject("measurements");
		assertThat(measurements.get("attribute.duration_seconds")).hasToString("99");
		assertThat(measurements.get("duration_seconds").getAsDouble()).isLessThan(99);
		assertThat(metadata("attribute.span_id")).isEqualTo("mine");
	}

	@Test
	void linesOfSeveralThreadsAndOfTheApplicationStayWhole() throws InterruptedException {
		PrintStream shared = new PrintStream(new SlowStream(this.bytes), true, StandardCharsets.UTF_8);
		StderrSpanExporter first = new StderrSpanExporter(shared);
		StderrSpanExporter second = new StderrSpanExporter(shared);
		List<Thread> threads = new ArrayList<>();
		threads.add(new Thread(() -> first.export(HostileSpans.numbered("first", 100))));
		threads.add(new Thread(() -> second.export(HostileSpans.numbered("second", 100))));
		threads.add(new Thread(() -> {
			for (int i = 0; i < 100; i++) {
				shared.println("INFO something else " + i);
			}
		}));
		threads.forEach(Thread::start);
		for (Thread thread : threads) {
			thread.join(Duration.ofSeconds(20).toMillis());
		}
		List<String> lines = lines();
		assertThat(lines).hasSize(300).filteredOn((line) -> line.matches("INFO something else \\d+")).hasSize(100);
		assertThat(parsed(lines.stream().filter((line) -> line.startsWith("TELEMETRY:")).toList())).hasSize(200);
	}

	@Test
	void tellsWhatIsMissingOfABatchThatIsPrintedInPart() {
		PrintStream full = new PrintStream(new FullAfter(2));
		OtlpResponses responses = new OtlpResponses();
		SpanExporter half = new StderrSpanExporter(full, responses::rejected);
		ExportTarget target = new ExportTarget("stderr", "stderr", half, half, responses);
		try (ExportPath path = ExportPath.to(List.of(target), ExportPath.FAST)) {
			path.send(1, 5);
			Eventually.until(() -> "a result: " + path.pipelines, () -> path.health().exported() == 2);
			assertThat(path.dropped(LossReason.REJECTED)).isEqualTo(3);
		}
	}

	@Test
	void failsWhenTheStreamDoes() {
		PrintStream broken = new PrintStream(new ByteArrayOutputStream());
		broken.close();
		assertThat(new StderrSpanExporter(broken).export(HostileSpans.numbered("s", 1)).isSuccess()).isFalse();
	}

	private Span start(String name, Span parent) {
		return this.tracer.spanBuilder(name)
			.setParent(Context.root().with(parent))
			.setSpanKind(SpanKind.CONSUMER)
			.setStartTimestamp(START, TimeUnit.NANOSECONDS)
			.startSpan();
	}

	private static void end(Span span) {
		span.end(START + 1_500_000_000, TimeUnit.NANOSECONDS);
	}

	private String metadata(String key) {
		return single().getAsJsonObject("metadata").get(key).getAsString();
	}

	private JsonObject single() {
		assertThat(parsed()).hasSize(1);
		return parsed().get(0);
	}

	private List<JsonObject> parsed() {
		return parsed(lines());
	}

	private static List<JsonObject> parsed(List<String> lines) {
		assertThat(lines).allMatch((line) -> line.startsWith("TELEMETRY:{"));
		return lines.stream()
			.map((line) -> JsonParser.parseString(line.substring("TELEMETRY:".length())))
			.map(JsonElement::getAsJsonObject)
			.toList();
	}

	private List<String> lines() {
		return this.bytes.toString(StandardCharsets.UTF_8).lines().toList();
	}

	/**
	 * Takes one byte after the other, so that whoever may get between does.
	 */
	private static final class SlowStream extends OutputStream {

		private final OutputStream target;

		SlowStream(OutputStream target) {
			this.target = target;
		}

		@Override
		public void write(int next) {
			Thread.yield();
			try {
				this.target.write(next);
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

	}

	/**
	 * Takes some lines, and has no room for more.
	 */
	private static final class FullAfter extends OutputStream {

		private int lines;

		FullAfter(int lines) {
			this.lines = lines;
		}

		@Override
		public void write(int value) throws IOException {
			write(new byte[] { (byte) value }, 0, 1);
		}

		@Override
		public void write(byte[] bytes, int offset, int length) throws IOException {
			if (this.lines == 0) {
				throw new IOException("No space left on device");
			}
			this.lines--;
		}

	}

}
