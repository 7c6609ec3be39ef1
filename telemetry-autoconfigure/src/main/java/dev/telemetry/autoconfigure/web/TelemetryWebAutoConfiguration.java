package dev.telemetry.autoconfigure.web;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Import;
import org.springframework.web.servlet.HandlerMapping;

import dev.telemetry.autoconfigure.ConditionalOnTelemetry;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for the servlet filter.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
@AutoConfiguration(beforeName = "org.springframework.boot.webmvc.autoconfigure.WebMvcObservationAutoConfiguration",
		afterName = { "org.springframework.boot.opentelemetry.autoconfigure.OpenTelemetrySdkAutoConfiguration",
				"dev.telemetry.autoconfigure.sampling.TelemetrySamplingAutoConfiguration" })
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnClass({ FilterRegistrationBean.class, HandlerMapping.class })
@ConditionalOnTelemetry
@EnableConfigurationProperties(TelemetryHttpProperties.class)
@Import({ TelemetryFilterConfiguration.class, RequestObserverConfiguration.class, TomcatHookConfiguration.class,
		JettyHookConfiguration.class, DisabledServerObservationConfiguration.class,
		UserServerObservationConfiguration.class, UntracedRequestsConfiguration.class, SlowStacksConfiguration.class })
public final class TelemetryWebAutoConfiguration {

	TelemetryWebAutoConfiguration() {
	}

}
