package dev.telemetry.export.otlp;

import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporterBuilder;
import io.opentelemetry.exporter.otlp.trace.OtlpGrpcSpanExporter;
import io.opentelemetry.exporter.otlp.trace.OtlpGrpcSpanExporterBuilder;
import io.opentelemetry.sdk.common.export.RetryPolicy;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import org.jspecify.annotations.Nullable;

/**
 * Builds OpenTelemetry's own OTLP exporters, which implement the wire format and the
 * compression. Needs {@code opentelemetry-exporter-otlp} on the class path.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
public final class OtlpSpanExporters {

	private OtlpSpanExporters() {
	}

	/**
	 * Builds an exporter that sends each batch once, because the pipeline decides when to
	 * send again. Its requests are marked as not to be traced. Costs some 100 ms and
	 * 1,000 classes: see {@link LazySpanExporter}.
	 * @param settings where and how to send
	 * @param responses receives the answers of the backend
	 * @return a new exporter
	 */
	public static SpanExporter create(OtlpSettings settings, OtlpResponses responses) {
		return create(settings, responses, null);
	}

	/**
	 * Builds an exporter for use without a pipeline, which may send a batch again.
	 * @param settings where and how to send
	 * @param responses receives the answers of the backend
	 * @param retryPolicy when to send a batch again, or {@code null} for never
	 * @return a new exporter
	 */
	public static SpanExporter create(OtlpSettings settings, OtlpResponses responses,
			@Nullable RetryPolicy retryPolicy) {
		return (settings.endpoint().protocol() == OtlpProtocol.GRPC) ? grpc(settings, responses, retryPolicy)
				: http(settings, responses, retryPolicy);
	}

	private static SpanExporter grpc(OtlpSettings settings, OtlpResponses responses,
			@Nullable RetryPolicy retryPolicy) {
		OtlpGrpcSpanExporterBuilder builder = OtlpGrpcSpanExporter.builder()
			.setComponentLoader(responses.senders())
			.setEndpoint(settings.endpoint().uri().toString())
			.setTimeout(settings.timeout())
			.setRetryPolicy(retryPolicy)
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

	private static SpanExporter http(OtlpSettings settings, OtlpResponses responses,
			@Nullable RetryPolicy retryPolicy) {
		OtlpHttpSpanExporterBuilder builder = OtlpHttpSpanExporter.builder()
			.setComponentLoader(responses.senders())
			.setEndpoint(settings.endpoint().uri().toString())
			.setTimeout(settings.timeout())
			.setRetryPolicy(retryPolicy)
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
