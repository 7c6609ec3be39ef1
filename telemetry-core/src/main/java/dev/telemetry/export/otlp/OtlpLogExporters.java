package dev.telemetry.export.otlp;

import io.opentelemetry.exporter.otlp.http.logs.OtlpHttpLogRecordExporter;
import io.opentelemetry.exporter.otlp.http.logs.OtlpHttpLogRecordExporterBuilder;
import io.opentelemetry.exporter.otlp.logs.OtlpGrpcLogRecordExporter;
import io.opentelemetry.exporter.otlp.logs.OtlpGrpcLogRecordExporterBuilder;
import io.opentelemetry.sdk.logs.export.LogRecordExporter;

/**
 * Builds OpenTelemetry's own OTLP exporters of log records, as {@link OtlpSpanExporters}
 * does for spans. Needs {@code opentelemetry-exporter-otlp} on the class path.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
public final class OtlpLogExporters {

	private OtlpLogExporters() {
	}

	/**
	 * Builds an exporter. Its requests are marked as not to be traced. Costs some 100 ms
	 * and 1,000 classes: see {@link LazyLogExporter}.
	 * @param settings where and how to send
	 * @param responses receives the answers of the backend
	 * @return a new exporter
	 */
	public static LogRecordExporter create(OtlpSettings settings, OtlpResponses responses) {
		return (settings.endpoint().protocol() == OtlpProtocol.GRPC) ? grpc(settings, responses)
				: http(settings, responses);
	}

	private static LogRecordExporter grpc(OtlpSettings settings, OtlpResponses responses) {
		OtlpGrpcLogRecordExporterBuilder builder = OtlpGrpcLogRecordExporter.builder()
			.setComponentLoader(responses.senders())
			// The pipeline decides when to send again.
			.setRetryPolicy(null)
			.setEndpoint(settings.endpoint().uri().toString())
			.setTimeout(settings.timeout())
			.setConnectTimeout(settings.connectTimeout());
		settings.requestHeaders().forEach(builder::addHeader);
		if (settings.gzip()) {
			builder.setCompression("gzip");
		}
		if (settings.tls() != null) {
			OtlpSettings.Tls tls = settings.tls().get();
			builder.setSslContext(tls.context(), tls.trustManager());
		}
		return builder.build();
	}

	private static LogRecordExporter http(OtlpSettings settings, OtlpResponses responses) {
		OtlpHttpLogRecordExporterBuilder builder = OtlpHttpLogRecordExporter.builder()
			.setComponentLoader(responses.senders())
			// The pipeline decides when to send again.
			.setRetryPolicy(null)
			.setEndpoint(settings.endpoint().uri().toString())
			.setTimeout(settings.timeout())
			.setConnectTimeout(settings.connectTimeout());
		settings.requestHeaders().forEach(builder::addHeader);
		if (settings.gzip()) {
			builder.setCompression("gzip");
		}
		if (settings.tls() != null) {
			OtlpSettings.Tls tls = settings.tls().get();
			builder.setSslContext(tls.context(), tls.trustManager());
		}
		return builder.build();
	}

}
