package dev.telemetry.export;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import dev.telemetry.export.otlp.OtlpEndpoint;
import dev.telemetry.export.otlp.OtlpProtocol;
import dev.telemetry.export.otlp.OtlpResponses;
import dev.telemetry.export.otlp.OtlpSettings;
import dev.telemetry.export.otlp.OtlpSpanExporters;
import dev.telemetry.test.OtlpReceiver;
import dev.telemetry.test.RecordedSpans;
import dev.telemetry.test.TelemetryLeakCheck;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(TelemetryLeakCheck.class)
class OtlpSpanExportersTests {

	@ParameterizedTest
	@EnumSource
	void sendsASpanThatTheReceiverCanDecode(OtlpProtocol protocol) {
		try (OtlpReceiver receiver = receiver(protocol)) {
			export(settings(receiver.endpoint(), protocol, Map.of(), false));
			assertThat(receiver.awaitSpans(1)).singleElement()
				.satisfies((span) -> assertThat(span.name()).isEqualTo("job.run"));
		}
	}

	@ParameterizedTest
	@EnumSource
	void sendsHeaders(OtlpProtocol protocol) {
		try (OtlpReceiver receiver = receiver(protocol)) {
			export(settings(receiver.endpoint(), protocol, Map.of("x-tenant", "shop"), false));
			assertThat(receiver.awaitRequests(1).get(0).headers().get("x-tenant")).containsExactly("shop");
		}
	}

	@ParameterizedTest
	@EnumSource
	void compresses(OtlpProtocol protocol) {
		try (OtlpReceiver receiver = receiver(protocol)) {
			export(settings(receiver.endpoint(), protocol, Map.of(), true));
			assertThat(receiver.awaitSpans(1)).hasSize(1);
			String header = (protocol == OtlpProtocol.HTTP) ? "content-encoding" : "grpc-encoding";
			assertThat(receiver.requests().get(0).headers().get(header)).containsExactly("gzip");
		}
	}

	@ParameterizedTest
	@EnumSource
	void userInfoOfTheUrlBecomesBasicAuthentication(OtlpProtocol protocol) {
		try (OtlpReceiver receiver = receiver(protocol)) {
			String url = receiver.endpoint().replace("http://", "http://ann:secret@");
			export(settings(url, protocol, Map.of(), false));
			assertThat(receiver.awaitRequests(1).get(0).headers().get("authorization"))
				.containsExactly("Basic YW5uOnNlY3JldA==");
		}
	}

	@ParameterizedTest
	@EnumSource
	void theSchemeOfTheUrlMayHaveCapitalLetters(OtlpProtocol protocol) {
		try (OtlpReceiver receiver = receiver(protocol)) {
			export(settings(receiver.endpoint().replace("http:", "HTTP:"), protocol, Map.of(), false));
			assertThat(receiver.awaitSpans(1)).hasSize(1);
		}
	}

	@ParameterizedTest
	@EnumSource
	void aConnectionThatIsDeadIsNotUsedAgain(OtlpProtocol protocol) {
		try (OtlpReceiver receiver = receiver(protocol); SwitchedPort port = new SwitchedPort()) {
			port.connectTo(receiver.endpoint());
			OtlpSettings settings = new OtlpSettings(OtlpEndpoint.of(port.endpoint(), protocol), Map.of(),
					Duration.ofSeconds(1), Duration.ofSeconds(1), false, null);
			SpanExporter exporter = OtlpSpanExporters.create(settings, new OtlpResponses());
			assertThat(isExported(exporter)).isTrue();
			port.forgetConnections();
			assertThat(isExported(exporter)).isFalse();
			assertThat(isExported(exporter)).isTrue();
			exporter.shutdown().join(10, TimeUnit.SECONDS);
		}
	}

	private static boolean isExported(SpanExporter exporter) {
		return exporter.export(List.of(span())).join(10, TimeUnit.SECONDS).isSuccess();
	}

	@ParameterizedTest
	@EnumSource
	void whatGoesOverTheWireIsCountedCompressedIfItIs(OtlpProtocol protocol) {
		long plain = sentBytes(protocol, false);
		long compressed = sentBytes(protocol, true);
		assertThat(plain).isGreaterThan(5_000);
		assertThat(compressed).isBetween(100L, plain * 3 / 4);
	}

	private static long sentBytes(OtlpProtocol protocol, boolean gzip) {
		try (OtlpReceiver receiver = receiver(protocol)) {
			OtlpResponses responses = new OtlpResponses();
			OtlpSettings settings = settings(receiver.endpoint(), protocol, Map.of(), gzip);
			SpanExporter exporter = OtlpSpanExporters.create(settings, responses);
			try (ExportPath path = ExportPath
				.to(List.of(new ExportTarget("otlp", "otlp", exporter, exporter, responses)), ExportPath.PATIENT)) {
				path.send(TestTraces.trace("work", 100));
				path.awaitRest();
				assertThat(path.health().exported()).isEqualTo(100);
				return path.pipelines.states().get(0).sentBytes();
			}
		}
	}

	@Test
	void settingsDoNotShowSecrets() {
		OtlpSettings settings = settings("http://ann:secret@localhost:4317", OtlpProtocol.GRPC,
				Map.of("authorization", "Bearer secret"), false);
		assertThat(settings).asString().contains("authorization").contains("localhost").doesNotContain("secret");
	}

	private static OtlpReceiver receiver(OtlpProtocol protocol) {
		return (protocol == OtlpProtocol.GRPC) ? OtlpReceiver.grpc() : OtlpReceiver.http();
	}

	private static OtlpSettings settings(String url, OtlpProtocol protocol, Map<String, String> headers, boolean gzip) {
		return new OtlpSettings(OtlpEndpoint.of(url, protocol), headers, Duration.ofSeconds(10), Duration.ofSeconds(10),
				gzip, null);
	}

	private static void export(OtlpSettings settings) {
		SpanExporter exporter = OtlpSpanExporters.create(settings, new OtlpResponses());
		try {
			assertThat(exporter.export(List.of(span())).join(10, TimeUnit.SECONDS).isSuccess()).isTrue();
		}
		finally {
			exporter.shutdown().join(10, TimeUnit.SECONDS);
		}
	}

	private static SpanData span() {
		RecordedSpans spans = new RecordedSpans();
		spans.newTracerProvider().get("test").spanBuilder("job.run").startSpan().end();
		return spans.single("job.run");
	}

}
