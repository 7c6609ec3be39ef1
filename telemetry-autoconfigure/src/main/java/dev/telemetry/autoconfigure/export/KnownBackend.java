package dev.telemetry.autoconfigure.export;

import io.opentelemetry.sdk.trace.export.SpanExporter;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.otlp.OtlpTracingConnectionDetails;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.otlp.Transport;
import org.springframework.core.env.Environment;

import dev.telemetry.export.OtlpProtocol;

/**
 * A backend that Spring Boot knows of: from {@code management.opentelemetry.*}, from an
 * {@code OTEL_*} variable, or from a container that it started.
 *
 * @param url URL of the backend
 * @param protocol protocol that Spring Boot would use
 */
record KnownBackend(String url, OtlpProtocol protocol) {

	static final String ENDPOINT_PROPERTY = "management.opentelemetry.tracing.export.otlp.endpoint";

	private static final String TRANSPORT_PROPERTY = "management.opentelemetry.tracing.export.otlp.transport";

	static @Nullable KnownBackend of(ObjectProvider<OtlpTracingConnectionDetails> connectionDetails,
			Environment environment) {
		OtlpTracingConnectionDetails details = connectionDetails.getIfAvailable();
		if (details == null) {
			return null;
		}
		Transport transport = environment.getProperty(TRANSPORT_PROPERTY, Transport.class, Transport.HTTP);
		return new KnownBackend(details.getUrl(transport),
				(transport == Transport.GRPC) ? OtlpProtocol.GRPC : OtlpProtocol.HTTP);
	}

	/**
	 * Whether an exporter is one of OpenTelemetry's own for OTLP, told by its name
	 * because the jar may be missing.
	 */
	static boolean isOtlp(SpanExporter exporter) {
		return exporter.getClass().getName().startsWith("io.opentelemetry.exporter.otlp.");
	}

}
