package dev.telemetry.sample.database;

import javax.sql.DataSource;

import io.micrometer.observation.ObservationRegistry;
import net.ttddyy.dsproxy.support.ProxyDataSourceBuilder;
import net.ttddyy.observation.tracing.DataSourceObservationListener;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Lets datasource-micrometer observe each query, which makes it a span below its request
 * or job. With {@code shop.database.observed}.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnBooleanProperty("shop.database.observed")
class ObservedDatabase {

	@Bean
	static BeanPostProcessor observedDataSource(ObjectProvider<ObservationRegistry> registry) {
		return new BeanPostProcessor() {

			@Override
			public Object postProcessAfterInitialization(Object bean, String beanName) {
				return (bean instanceof DataSource dataSource) ? ProxyDataSourceBuilder.create(dataSource)
					.listener(new DataSourceObservationListener(registry::getObject))
					.build() : bean;
			}

		};
	}

}
