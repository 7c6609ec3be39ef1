package dev.telemetry.export.otlp;

import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporterBuilder;
import io.opentelemetry.exporter.otlp.trace.OtlpGrpcSpanExporter;
import io.opentelemetry.exporter.otlp.trace.OtlpGrpcSpanExporterBuilder;
import io.opentelemetry.sdk.trace.export.SpanExporter;

/**
 * Builds OpenTelemetry's own OTLP exporters, which do the wire format and compression.
 * They send each batch once: pipelines know when to try again. Needs
 * {@code opentelemetry-exporter-otlp} on the class path.
 */
public final class OtlpSpanExporters {

	private OtlpSpanExporters() {
	}

	/**
	 * Builds an exporter. Its requests ask not to be traced. Costs some 100 ms and 1,000
	 * classes: see {@link LazySpanExporter}.
	 * @param settings where and how to send
	 * @param responses is told what the backend answers
	 * @return a new exporter
	 */
	public static SpanExporter create(OtlpSettings settings, OtlpResponses responses) {
		return (settings.endpoint().protocol() == OtlpProtocol.GRPC) ? grpc(settings, responses)
				: http(settings, responses);
	}

	private static SpanExporter grpc(OtlpSettings settings, OtlpResponses responses) {
		OtlpGrpcSpanExporterBuilder builder = OtlpGrpcSpanExporter.builder()
			.setComponentLoader(responses.senders())
			// The pipeline repeats, and knows when.
			.setRetryPolicy(null)
			.setEndpoint(settings.endpoint().uri().toString())
			.setTimeout(settings.timeout())
			.setRetryPolicy(null)
			.setConnectTimeout(settings.connectTimeout());
		settings.requestHeaders().forEach(builder::addHeader);
		if (settings.gzip()) {
			builder.setCompression("gzip");
		}
		OtlpSettings.Tls tls = settings.tls();
		if (tls != null) {
			builder.setSslContext(tls.context(), tls.trustManager());
		}
		return builder.build();
	}

	private static SpanExporter http(OtlpSettings settings, OtlpResponses responses) {
		OtlpHttpSpanExporterBuilder builder = OtlpHttpSpanExporter.builder()
			.setComponentLoader(responses.senders())
			// The pipeline repeats, and knows when.
			.setRetryPolicy(null)
			.setEndpoint(settings.endpoint().uri().toString())
			.setTimeout(settings.timeout())
			.setRetryPolicy(null)
			.setConnectTimeout(settings.connectTimeout());
		settings.requestHeaders().forEach(builder::addHeader);
		if (settings.gzip()) {
			builder.setCompression("gzip");
		}
		OtlpSettings.Tls tls = settings.tls();
		if (tls != null) {
			builder.setSslContext(tls.context(), tls.trustManager());
		}
		return builder.build();
	}

}
