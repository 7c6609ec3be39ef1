package dev.telemetry.autoconfigure.client;

import java.util.Map;

import io.micrometer.core.instrument.config.MeterFilter;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.context.propagation.TextMapPropagator;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.env.Environment;

import dev.telemetry.autoconfigure.ConditionalOnSwitchedOn;
import dev.telemetry.autoconfigure.ConditionalOnTelemetry;
import dev.telemetry.autoconfigure.property.PropertyNames;
import dev.telemetry.autoconfigure.property.PropertyRejections;
import dev.telemetry.health.InternalFailures;
import dev.telemetry.record.OperationSettings.CallSpanName;
import dev.telemetry.record.TelemetryRecorder;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for calls to other services. While
 * telemetry is off, {@link TelemetryNoopClientAutoConfiguration} has the beans that
 * applications inject.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
@AutoConfiguration(
		afterName = "org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingAutoConfiguration",
		beforeName = "org.springframework.boot.micrometer.tracing.autoconfigure.MicrometerTracingAutoConfiguration")
@ConditionalOnTelemetry
@EnableConfigurationProperties(TelemetryClientProperties.class)
@Import({ ObservedCallsConfiguration.class, ObservedGrpcCallsConfiguration.class })
public final class TelemetryClientAutoConfiguration {

	TelemetryClientAutoConfiguration() {
	}

	@Bean
	ServiceNames telemetryServiceNames(TelemetryClientProperties properties, PropertyRejections rejections) {
		for (Map.Entry<String, String> service : properties.getServices().entrySet()) {
			check(service.getKey(), service.getValue(), rejections);
		}
		return new ServiceNames(properties.getServices());
	}

	// The message must not show user and password before a host.
	private static void check(String host, String name, PropertyRejections rejections) {
		if (!ServiceNames.isHost(host)) {
			throw rejections.rejectSecret(PropertyNames.CLIENT_SERVICES, host.substring(host.lastIndexOf('@') + 1),
					"a map of names by host, or host and port, such as prices.example.com");
		}
		if (name.isBlank()) {
			throw rejections.reject(PropertyNames.CLIENT_SERVICES + "[" + host + "]", "the name of a service");
		}
	}

	@Bean
	@Lazy
	@ConditionalOnMissingBean
	TelemetryHttpClients telemetryHttpClients(ObjectProvider<TelemetryRecorder> recorder,
			ObjectProvider<OpenTelemetry> openTelemetry, TelemetryClientProperties properties, ServiceNames services,
			ObjectProvider<CallAbove> above, InternalFailures failures) {
		if (!properties.isEnabled()) {
			return (client, operation) -> client;
		}
		CallTools tools = new CallTools(recorder::getObject, services, () -> propagator(openTelemetry),
				above.getIfAvailable(() -> CallAbove.NONE), failures);
		return (client, operation) -> new RecordedHttpClient(client, operation, tools);
	}

	// For the recorder, which does not read properties of calls.
	@Bean
	CallSpanName telemetryCallSpanName(TelemetryClientProperties properties) {
		return properties.getSpanName();
	}

	private static TextMapPropagator propagator(ObjectProvider<OpenTelemetry> openTelemetry) {
		return openTelemetry.getObject().getPropagators().getTextMapPropagator();
	}

	/**
	 * With Micrometer's meters.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(MeterFilter.class)
	@ConditionalOnSwitchedOn(PropertyNames.CLIENT_ENABLED)
	static class MetersConfiguration {

		@Bean
		static MeterFilter telemetryClientUriTagFilter(Environment environment) {
			return new ClientUriTagFilter(environment.getProperty("management.observations.http.client.requests.name",
					"http.client.requests"));
		}

	}

}
