package dev.telemetry.test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import org.junit.jupiter.api.Test;

import static dev.telemetry.test.TelemetryAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The snippets of the README, word for word.
 */
class ReadmeSnippetsTests {

	private static final Path SOURCES = Path.of("src/test/java/dev/telemetry/test");

	private static final Pattern IN_README = Pattern.compile("<!-- snippet: (\\S+) -->\\R```java\\R(.*?)```",
			Pattern.DOTALL);

	private static final Pattern IN_SOURCE = Pattern.compile("// tag::(\\S+)\\R(.*?)\\h*// end::", Pattern.DOTALL);

	@Test
	void readmeShowsExactlyTheSnippetsOfTheTests() throws IOException {
		Map<String, String> readme = snippets(Path.of("README.md"), IN_README);
		Map<String, String> source = snippets(SOURCES.resolve("ReadmeSnippetsTests.java"), IN_SOURCE);
		source.putAll(snippets(SOURCES.resolve("CheckoutTests.java"), IN_SOURCE));
		assertThat(readme).isNotEmpty().isEqualTo(source);
	}

	@Test
	void recordedSpans() {
		// tag::recorded-spans
		RecordedSpans spans = new RecordedSpans();
		Tracer tracer = spans.newTracerProvider().get("shop");

		tracer.spanBuilder("charge card")
			.setSpanKind(SpanKind.CLIENT)
			.setAttribute("card.scheme", "visa")
			.startSpan()
			.end();

		SpanData span = spans.awaitSpan((candidate) -> candidate.getKind() == SpanKind.CLIENT);
		assertThat(span).hasName("charge card")
			.isRoot()
			.isNotError()
			.hasAttribute("card.scheme", "visa")
			.doesNotHaveAttributes("card.number", "card.holder");
		assertThat(spans.spans()).hasSize(1);
		// end::recorded-spans
	}

	@Test
	void otlpReceiver() {
		// tag::otlp-receiver
		try (OtlpReceiver receiver = OtlpReceiver.http()) {
			OtlpHttpSpanExporter exporter = OtlpHttpSpanExporter.builder()
				.setEndpoint(receiver.endpoint() + "/v1/traces")
				.addHeader("x-api-key", "test")
				.build();
			try (SdkTracerProvider provider = SdkTracerProvider.builder()
				.addSpanProcessor(BatchSpanProcessor.builder(exporter).build())
				.build()) {
				receiver.respond(Behaviour.hang());
				provider.get("shop").spanBuilder("charge card").startSpan().end();
				provider.forceFlush();
				receiver.awaitRequests(1);
				assertThat(receiver.spans()).isEmpty();

				receiver.respond(Behaviour.accept());
				ReceivedSpan span = receiver.awaitSpan((candidate) -> candidate.name().equals("charge card"));
				assertThat(span.resourceAttributes()).containsKey("service.name");
				assertThat(receiver.requests().get(0).header("x-api-key")).containsExactly("test");
			}
		}
		// end::otlp-receiver
	}

	@Test
	void behaviours() {
		try (OtlpReceiver receiver = OtlpReceiver.http()) {
			// tag::behaviours
			receiver.respond(Behaviour.accept());
			receiver.respond(Behaviour.delay(Duration.ofMillis(500)));
			receiver.respond(Behaviour.hang());
			receiver.respond(Behaviour.status(503));
			receiver.respond(Behaviour.status(429, Duration.ofSeconds(2)));
			receiver.respond(Behaviour.partialSuccess(3, "over quota"));
			receiver.respond(Behaviour.refuse());
			receiver.respond(Behaviour.drip());
			receiver.respond(Behaviour.closeInTheMiddle());
			receiver.respond(Behaviour.hugeBody(100_000_000));
			receiver.respond(Behaviour.body("text/html", "<html>Please log in</html>"));
			// end::behaviours
			assertThat(receiver).asString().contains("[body text/html]");
		}
	}

	@Test
	void pooledThreads() throws InterruptedException {
		// tag::pooled-threads
		ExecutorService pool = Executors.newFixedThreadPool(2);
		TelemetryLeakCheck.assertClean(pool, 2);
		// end::pooled-threads
		pool.shutdown();
		assertThat(pool.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
	}

	private static Map<String, String> snippets(Path file, Pattern pattern) throws IOException {
		Map<String, String> snippets = new TreeMap<>();
		Matcher matcher = pattern.matcher(Files.readString(file));
		while (matcher.find()) {
			snippets.put(matcher.group(1), matcher.group(2).stripTrailing().stripIndent().replace("\t", "    "));
		}
		return snippets;
	}

}
