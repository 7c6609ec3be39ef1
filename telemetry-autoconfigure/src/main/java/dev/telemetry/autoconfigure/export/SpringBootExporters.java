package dev.telemetry.autoconfigure.export;

import java.util.LinkedHashMap;
import java.util.Map;

import io.opentelemetry.sdk.trace.export.SpanExporter;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.otlp.OtlpTracingConnectionDetails;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.otlp.Transport;

import dev.telemetry.autoconfigure.BeanDeclarations;
import dev.telemetry.autoconfigure.property.PropertyOrigins;
import dev.telemetry.autoconfigure.property.PropertyRejections;
import dev.telemetry.autoconfigure.property.UrlSecrets;
import dev.telemetry.export.otlp.OtlpEndpoint;
import dev.telemetry.export.otlp.OtlpResponses;

/**
 * Finds Spring Boot's own OTLP exporter and its address.
 */
final class SpringBootExporters {

	private static final String ENDPOINT_PROPERTY = "management.opentelemetry.tracing.export.otlp.endpoint";

	private static final Map<String, Transport> BEANS = Map.of("otlpHttpSpanExporter", Transport.HTTP,
			"otlpGrpcSpanExporter", Transport.GRPC);

	private final ConfigurableListableBeanFactory beanFactory;

	private final @Nullable OtlpTracingConnectionDetails connectionDetails;

	private final PropertyOrigins origins;

	private final OtlpResponses responses;

	SpringBootExporters(ConfigurableListableBeanFactory beanFactory,
			@Nullable OtlpTracingConnectionDetails connectionDetails, PropertyOrigins origins,
			OtlpResponses responses) {
		this.beanFactory = beanFactory;
		this.connectionDetails = connectionDetails;
		this.origins = origins;
		this.responses = responses;
	}

	/**
	 * Returns whether the address comes from a service, such as a container that Spring
	 * Boot has started, and not from properties.
	 */
	boolean isForService() {
		return this.connectionDetails != null
				&& !this.connectionDetails.getClass().getSimpleName().equals("PropertiesOtlpTracingConnectionDetails");
	}

	/**
	 * Checks the address before one of the exporters is created, which would fail with
	 * the unredacted address.
	 * @param rejections creates the exception that fails the start
	 */
	void check(PropertyRejections rejections) {
		OtlpTracingConnectionDetails details = this.connectionDetails;
		if (details == null || isForService()) {
			return;
		}
		// Connection details throw for a transport that is not configured.
		for (Map.Entry<String, Transport> bean : BEANS.entrySet()) {
			if (BeanDeclarations.isSpringBoots(this.beanFactory, bean.getKey())) {
				check(details.getUrl(bean.getValue()), rejections);
			}
		}
	}

	private static void check(String url, PropertyRejections rejections) {
		try {
			OtlpEndpoint.of(url, null);
		}
		catch (IllegalArgumentException ex) {
			throw rejections.rejectSecret(ENDPOINT_PROPERTY, UrlSecrets.hide(url), OtlpEndpoint.ALLOWED);
		}
	}

	/**
	 * Finds the exporters, each with its description for the line at start.
	 */
	Map<SpanExporter, NamedExporter> find() {
		Map<SpanExporter, NamedExporter> exporters = new LinkedHashMap<>();
		for (Map.Entry<String, Transport> bean : BEANS.entrySet()) {
			if (BeanDeclarations.isSpringBoots(this.beanFactory, bean.getKey())) {
				SpanExporter exporter = this.beanFactory.getBean(bean.getKey(), SpanExporter.class);
				exporters.put(exporter,
						NamedExporter.otlp(exporter, "otlp " + address(bean.getValue()), setBy(), this.responses));
			}
		}
		return exporters;
	}

	private String address(Transport transport) {
		String protocol = (transport == Transport.GRPC) ? "grpc" : "http";
		return (this.connectionDetails != null)
				? protocol + " " + UrlSecrets.hide(this.connectionDetails.getUrl(transport)) : protocol;
	}

	private String setBy() {
		return (isForService()) ? "connection details" : this.origins.setBy(ENDPOINT_PROPERTY);
	}

}
