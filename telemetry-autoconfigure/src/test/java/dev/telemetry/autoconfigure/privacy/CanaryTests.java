package dev.telemetry.autoconfigure.privacy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

import io.micrometer.tracing.exporter.FinishedSpan;
import io.micrometer.tracing.exporter.SpanFilter;
import io.micrometer.tracing.exporter.SpanReporter;
import io.micrometer.tracing.otel.bridge.OtelFinishedSpan;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.KeyValue;
import io.opentelemetry.api.common.Value;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingAutoConfiguration;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.otlp.OtlpTracingAutoConfiguration;
import org.springframework.boot.opentelemetry.autoconfigure.OpenTelemetrySdkAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import dev.telemetry.autoconfigure.TelemetryAutoConfiguration;
import dev.telemetry.autoconfigure.TelemetryStartupAutoConfiguration;
import dev.telemetry.autoconfigure.export.TelemetryExportAutoConfiguration;
import dev.telemetry.autoconfigure.sampling.TelemetrySamplingAutoConfiguration;
import dev.telemetry.privacy.Redaction;
import dev.telemetry.test.NoTelemetryLeaks;
import dev.telemetry.test.OtlpReceiver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Secrets of many kinds are put into every place of a span, and are found in none of the
 * places that spans go to.
 */
@NoTelemetryLeaks
@ExtendWith(OutputCaptureExtension.class)
class CanaryTests {

	// What must not be found, and the text that it is in.
	private static final Map<String, String> CANARIES = new LinkedHashMap<>();

	static {
		canary("4111111111111111", "card %s declined");
		canary("5500 0000 0000 0004", "card %s declined");
		canary("DE89370400440532013000", "booked to %s");
		canary("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiI3In0.c2lnbmF0dXJlLWNhbmFyeQ", "saw %s");
		canary("bearer-canary-0123456789", "Authorization: Bearer %s");
		canary("dXNlcjpjYW5hcnktcGFzcw==", "sent Basic %s");
		canary("app:url-canary", "jdbc:postgresql://%s@db/shop");
		canary("query-canary", "https://host/path?access_token=%s&page=2");
		canary("signature-canary", "https://bucket/key?X-Amz-Signature=%s");
		canary("password-canary", "password=%s");
		canary("json-canary", "{\"client_secret\": \"%s\"}");
		canary("cookie-canary", "Cookie: a=b; JSESSIONID=%s");
		canary("AKIACANARYCANARY1234", "key %s");
		canary("ghp_canarycanarycanarycanarycanarycanary", "clone with %s");
		canary("MIIEcanary", "-----BEGIN PRIVATE KEY-----\n%s\n-----END PRIVATE KEY-----");
		canary("canary@example.org", "mail to %s");
	}

	private static void canary(String secret, String text) {
		CANARIES.put(secret, String.format(text, secret));
	}

	@TempDir
	private Path directory;

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(TelemetryAutoConfiguration.class,
				TelemetryStartupAutoConfiguration.class, TelemetryExportAutoConfiguration.class,
				TelemetryPrivacyAutoConfiguration.class, TelemetrySamplingAutoConfiguration.class,
				OpenTelemetrySdkAutoConfiguration.class, OpenTelemetryTracingAutoConfiguration.class,
				OtlpTracingAutoConfiguration.class, SslAutoConfiguration.class))
		.withPropertyValues("telemetry.enabled=true", "telemetry.export.delay=10ms", "telemetry.sampling.ratio=1",
				"management.opentelemetry.resource-attributes.note=" + CANARIES.get("password-canary"),
				"telemetry.otel.headers.authorization=Bearer bearer-canary-0123456789");

	@ParameterizedTest
	@ValueSource(strings = { "grpc", "http" })
	void noSecretGetsToABackendOrIntoALine(String protocol, CapturedOutput output) throws IOException {
		Path file = this.directory.resolve("spans.jsonl");
		try (OtlpReceiver receiver = (protocol.equals("grpc")) ? OtlpReceiver.grpc() : OtlpReceiver.http()) {
			this.runner
				.withPropertyValues("telemetry.otel.exporter=otlp,file,stderr,console",
						"telemetry.otel.file.path=" + file, "telemetry.otel.endpoint=" + receiver.endpoint(),
						"telemetry.otel.protocol=" + protocol)
				.run(CanaryTests::record);
			assertThat(receiver.awaitSpans(CANARIES.size())).hasSize(CANARIES.size());
			assertNothingShows("OTLP", receiver.spans().toString());
		}
		assertThat(Files.readString(file)).contains("[redacted:card]", "[redacted:attribute-key]");
		assertNothingShows("file", Files.readString(file));
		assertThat(output.getErr()).contains("[redacted:");
		assertNothingShows("stderr", output.getErr());
		assertThat(output.getOut()).contains("[redacted:");
		assertNothingShows("console and log", output.getOut());
	}

	@Test
	void noSecretLiesOnTheDisk() throws IOException {
		this.runner
			.withPropertyValues("telemetry.export.spool.enabled=true",
					"telemetry.export.spool.directory=" + this.directory, "telemetry.otel.timeout=300ms",
					"telemetry.otel.endpoint=" + OtlpReceiver.unusedEndpoint())
			.run(CanaryTests::record);
		String spooled = contentOf(this.directory);
		assertThat(spooled).contains("[redacted:");
		assertNothingShows("spool", spooled);
	}

	@Test
	void whatAnEarlierRunLeftOnTheDiskIsLookedThroughBeforeItIsSent() {
		ApplicationContextRunner spooling = this.runner.withPropertyValues("telemetry.otel.exporter=otlp",
				"telemetry.export.spool.enabled=true", "telemetry.export.spool.directory=" + this.directory,
				"telemetry.otel.timeout=2s");
		spooling
			.withPropertyValues("telemetry.privacy.enabled=false",
					"telemetry.otel.endpoint=" + OtlpReceiver.unusedEndpoint())
			.run(CanaryTests::record);
		try (OtlpReceiver receiver = OtlpReceiver.http()) {
			spooling
				.withPropertyValues("telemetry.otel.endpoint=" + receiver.endpoint(), "telemetry.otel.protocol=http")
				.run((context) -> assertThat(receiver.awaitSpans(CANARIES.size())).hasSize(CANARIES.size()));
			assertNothingShows("OTLP", receiver.spans().toString());
		}
	}

	@Test
	void whatAFilterOfTheApplicationAddsIsLookedThroughAsWell() throws IOException {
		Path file = this.directory.resolve("spans.jsonl");
		this.runner.withUserConfiguration(AddingFilter.class)
			.withPropertyValues("telemetry.otel.exporter=file", "telemetry.otel.file.path=" + file)
			.run(CanaryTests::record);
		assertThat(Files.readString(file)).contains("\"added\"");
		assertNothingShows("file", Files.readString(file));
	}

	@Test
	void aReporterOfTheApplicationGetsWhatAFilterAddsWithoutItAsWell() {
		this.runner.withUserConfiguration(AddingFilter.class, Reporting.class)
			.withPropertyValues("telemetry.otel.exporter=none")
			.run((context) -> {
				record(context);
				List<FinishedSpan> reported = context.getBean(Reporting.class).reported;
				await().atMost(Duration.ofSeconds(20)).until(() -> !reported.isEmpty());
				reported.forEach((span) -> assertNothingShows("reporter",
						span.getName() + span.getTags() + span.getEvents() + span.getError()));
				assertThat(reported).allMatch((span) -> span.getTags().containsKey("added"));
			});
	}

	@Test
	void allOfItGetsThroughWhereItIsSwitchedOff() throws IOException {
		Path file = this.directory.resolve("spans.jsonl");
		this.runner
			.withPropertyValues("telemetry.privacy.enabled=false", "telemetry.otel.exporter=file",
					"telemetry.otel.file.path=" + file)
			.run(CanaryTests::record);
		assertThat(CANARIES.keySet()).allSatisfy((secret) -> assertThat(Files.readString(file)).contains(secret));
	}

	private static String contentOf(Path directory) throws IOException {
		try (Stream<Path> files = Files.walk(directory)) {
			StringBuilder content = new StringBuilder();
			for (Path file : files.filter(Files::isRegularFile).toList()) {
				content.append(Files.readString(file, StandardCharsets.ISO_8859_1));
			}
			return content.toString();
		}
	}

	private static void assertNothingShows(String place, String content) {
		assertThat(CANARIES.keySet())
			.allSatisfy((secret) -> assertThat(content.contains(secret)).as("%s in %s", secret, place).isFalse());
	}

	private static void record(ApplicationContext context) {
		CANARIES.forEach((secret, text) -> record(context.getBean(Tracer.class), secret, text));
		context.getBean(SdkTracerProvider.class).forceFlush();
		assertThat(context.getBeanProvider(Redaction.class).stream().mapToLong((all) -> all.counts().failures()).sum())
			.isZero();
	}

	private static void record(Tracer tracer, String secret, String text) {
		Exception cause = new IllegalArgumentException(text);
		Exception failure = new IllegalStateException("failed: " + text, cause);
		failure.addSuppressed(new RuntimeException(text));
		Attributes attributes = Attributes.builder()
			.put("note", text)
			.put("notes", "fine", text)
			.put("db.password", secret)
			.put(AttributeKey.longKey("number"), 4111111111111111L)
			.put(AttributeKey.valueKey("structured"),
					Value.of(KeyValue.of("inner", Value.of(Value.of(text), Value.of("fine"))),
							KeyValue.of("bytes", Value.of(text.getBytes(StandardCharsets.UTF_8)))))
			.build();
		SpanContext other = SpanContext.create("4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7",
				TraceFlags.getSampled(), TraceState.getDefault());
		Span span = tracer.spanBuilder(text).addLink(other, attributes).startSpan();
		span.setAllAttributes(attributes);
		span.addEvent(text, attributes);
		span.recordException(failure);
		span.setStatus(StatusCode.ERROR, text);
		span.end();
	}

	@Configuration(proxyBeanMethods = false)
	static class AddingFilter {

		@Bean
		SpanFilter addingFilter() {
			return (span) -> {
				((OtelFinishedSpan) span).setTags(Map.of("added", CANARIES.get("password-canary")));
				return span;
			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Reporting {

		private final List<FinishedSpan> reported = new CopyOnWriteArrayList<>();

		@Bean
		SpanReporter spanReporter() {
			return this.reported::add;
		}

	}

}
