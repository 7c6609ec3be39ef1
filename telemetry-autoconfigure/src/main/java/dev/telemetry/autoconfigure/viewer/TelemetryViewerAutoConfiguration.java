package dev.telemetry.autoconfigure.viewer;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;

import dev.telemetry.autoconfigure.ConditionalOnSwitchedOn;
import dev.telemetry.autoconfigure.ConditionalOnTelemetry;
import dev.telemetry.autoconfigure.EndpointAddress;
import dev.telemetry.autoconfigure.StartupCheck;
import dev.telemetry.autoconfigure.StartupDetail;
import dev.telemetry.autoconfigure.TelemetrySignal;
import dev.telemetry.autoconfigure.property.PropertyNames;
import dev.telemetry.autoconfigure.property.PropertyOrigins;
import dev.telemetry.autoconfigure.property.PropertyRejections;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for the endpoint that shows recent
 * traces. Off unless {@code telemetry.viewer.enabled} is {@code true}; holds nothing if
 * the endpoint is not exposed.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
@AutoConfiguration(
		afterName = "org.springframework.boot.actuate.autoconfigure.endpoint.web.WebEndpointAutoConfiguration",
		beforeName = "dev.telemetry.autoconfigure.export.TelemetryExportAutoConfiguration")
@ConditionalOnTelemetry(TelemetrySignal.TRACES)
@ConditionalOnSwitchedOn(PropertyNames.VIEWER_ENABLED)
@ConditionalOnBooleanProperty(name = PropertyNames.SDK_ENABLED, matchIfMissing = true)
@EnableConfigurationProperties(TelemetryViewerProperties.class)
@Import({ ViewerConfiguration.class, ViewerLogsConfiguration.class, ServletViewerConfiguration.class,
		ReactiveViewerConfiguration.class })
public final class TelemetryViewerAutoConfiguration {

	TelemetryViewerAutoConfiguration() {
	}

	@Bean
	ViewerSettings telemetryViewerSettings(TelemetryViewerProperties properties, PropertyRejections rejections) {
		return ViewerSettings.of(properties, rejections);
	}

	@Bean
	@Order(25)
	StartupDetail telemetryViewerStartupDetail(ObjectProvider<ViewerPage> page, BeanFactory beanFactory,
			Environment environment, PropertyOrigins origins) {
		return StartupDetail.of("viewer", (page.getIfAvailable() != null)
				? EndpointAddress.of(beanFactory, environment, ViewerPath.ID) : "not available",
				origins.setBy(PropertyNames.VIEWER_ENABLED));
	}

	@Bean
	StartupCheck telemetryViewerCheck(ObjectProvider<ViewerPage> page) {
		return () -> (page.getIfAvailable() != null) ? null
				: "There is no viewer although " + PropertyNames.VIEWER_ENABLED
						+ " is true: it needs Spring MVC or WebFlux, Spring Boot's WebEndpointAutoConfiguration,"
						+ " a management.server.port that is not negative,"
						+ " traces in management.endpoints.web.exposure.include, and read-only as"
						+ " management.endpoint.traces.access.";
	}

}
