package dev.telemetry.autoconfigure;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.prometheus.PrometheusScrapeEndpoint;
import org.springframework.mock.env.MockEnvironment;
import org.springframework.mock.web.MockServletContext;
import org.springframework.web.context.WebApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the line at the start says of the endpoint for metrics.
 */
class MetricsExposureTests {

	private final DefaultListableBeanFactory beanFactory = new DefaultListableBeanFactory();

	@ParameterizedTest
	@CsvSource({ "'', /actuator/prometheus", "server.servlet.context-path=/shop, /shop/actuator/prometheus",
			"spring.mvc.servlet.path=/api, /api/actuator/prometheus",
			"spring.webflux.base-path=/shop, /shop/actuator/prometheus",
			"management.endpoints.web.base-path=/manage, /manage/prometheus",
			"management.endpoints.web.base-path=/, /prometheus",
			"management.endpoints.web.base-path=/manage/, /manage/prometheus",
			"spring.mvc.servlet.path=/, /actuator/prometheus", "server.servlet.context-path=/, /actuator/prometheus",
			"management.endpoints.web.path-mapping.prometheus=/metrics/, /actuator/metrics",
			"management.endpoints.web.path-mapping.prometheus=metrics, /actuator/metrics",
			"management.server.port=9090, :9090/actuator/prometheus",
			"server.port=0 management.server.port=0 management.server.base-path=/m, :0/m/actuator/prometheus",
			"management.server.port=8080 server.servlet.context-path=/shop, /shop/actuator/prometheus",
			"management.server.port=9090 management.server.base-path=/m server.servlet.context-path=/shop,"
					+ ":9090/m/actuator/prometheus" })
	void theAddressIsThatOfTheEndpoint(String properties, String address) {
		this.beanFactory.registerBeanDefinition("prometheusEndpoint",
				new RootBeanDefinition(PrometheusScrapeEndpoint.class));
		assertThat(said(properties)).isEqualTo("metrics=" + address);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "server.servlet.context-path=/other" })
	void inAnExternalContainerTheAddressHasThePathThatTheContainerHasChosen(String properties) {
		this.beanFactory.registerBeanDefinition("prometheusEndpoint",
				new RootBeanDefinition(PrometheusScrapeEndpoint.class));
		MockServletContext servletContext = new MockServletContext();
		servletContext.setContextPath("/shop");
		this.beanFactory.registerSingleton(WebApplicationContext.SERVLET_CONTEXT_BEAN_NAME, servletContext);
		assertThat(said(properties)).isEqualTo("metrics=/shop/actuator/prometheus");
	}

	@ParameterizedTest
	@CsvSource({ "'', management.endpoints.web.exposure.include",
			"management.endpoint.prometheus.access=none, management.endpoint.prometheus.access",
			"management.endpoints.access.default=none, management.endpoints.access.default",
			"management.endpoints.access.max-permitted=none, management.endpoints.access.max-permitted",
			"management.endpoints.web.exposure.exclude=env|prometheus, management.endpoints.web.exposure.exclude",
			"management.endpoints.web.exposure.exclude=env, management.endpoints.web.exposure.include",
			"management.prometheus.metrics.export.enabled=false, management.prometheus.metrics.export.enabled" })
	void whatTakesTheEndpointAwayIsNamed(String properties, String reason) {
		assertThat(said(properties)).isEqualTo("metrics=not exposed (" + reason + ")");
	}

	@Test
	void withoutAPortForManagementThereIsNoEndpointAlthoughThereIsABean() {
		this.beanFactory.registerBeanDefinition("prometheusEndpoint",
				new RootBeanDefinition(PrometheusScrapeEndpoint.class));
		assertThat(said("management.server.port=-1")).isEqualTo("metrics=not exposed (management.server.port)");
	}

	private String said(String properties) {
		MockEnvironment environment = new MockEnvironment();
		for (String property : properties.split(" ")) {
			int separator = property.indexOf('=');
			if (separator != -1) {
				environment.setProperty(property.substring(0, separator),
						property.substring(separator + 1).replace('|', ','));
			}
		}
		return MetricsExposure.detail(this.beanFactory, environment, getClass().getClassLoader()).text();
	}

}
