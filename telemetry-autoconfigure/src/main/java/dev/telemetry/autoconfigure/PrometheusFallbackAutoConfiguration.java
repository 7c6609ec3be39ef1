package dev.telemetry.autoconfigure;

import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigureOrder;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Fallback;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.Ordered;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for a Prometheus registry while
 * export to Prometheus is left out. The registry is created only if a bean of exactly
 * this type is requested, and not if there are several registries, which are all created.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
@AutoConfiguration(
		afterName = "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration")
@AutoConfigureOrder(Ordered.LOWEST_PRECEDENCE)
@ConditionalOnClass(PrometheusMeterRegistry.class)
@Conditional(OnPrometheusLeftOutCondition.class)
@ConditionalOnMissingBean({ PrometheusMeterRegistry.class, CompositeMeterRegistry.class })
public final class PrometheusFallbackAutoConfiguration {

	private static final Logger logger = LoggerFactory.getLogger(PrometheusFallbackAutoConfiguration.class);

	PrometheusFallbackAutoConfiguration() {
	}

	@Bean
	@Lazy
	@Fallback
	PrometheusMeterRegistry telemetryFallbackPrometheusMeterRegistry() {
		logger.warn("A PrometheusMeterRegistry is asked for, or all registries are, but export to Prometheus "
				+ "is off, so it misses most meters. Set {} to true.", LazyDefaults.PROMETHEUS_EXPORT);
		return new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
	}

}
