package dev.telemetry.autoconfigure.web;

import jakarta.servlet.DispatcherType;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.core.Ordered;
import org.springframework.web.filter.ServerHttpObservationFilter;

import dev.telemetry.servlet.TelemetryFilter;

/**
 * Registers the filter, unless another observing filter is found only now, because the
 * type of its registration did not show it.
 */
final class TelemetryFilterRegistration extends FilterRegistrationBean<TelemetryFilter> {

	/**
	 * Name of the bean and of the filter, which no filter of the application has.
	 */
	static final String NAME = "dev.telemetry.filter";

	/**
	 * The order of Spring Boot's own filter: after the filter for the character encoding,
	 * and before Spring Security.
	 */
	private static final int FILTER_ORDER = Ordered.HIGHEST_PRECEDENCE + 1;

	private final ConfigurableListableBeanFactory beanFactory;

	TelemetryFilterRegistration(TelemetryFilter filter, ConfigurableListableBeanFactory beanFactory) {
		super(filter);
		this.beanFactory = beanFactory;
		setName(NAME);
		setOrder(FILTER_ORDER);
		setDispatcherTypes(DispatcherType.REQUEST, DispatcherType.FORWARD, DispatcherType.ASYNC, DispatcherType.ERROR);
	}

	@Override
	public boolean isEnabled() {
		return super.isEnabled() && otherRegistration() == null;
	}

	/**
	 * Finds a registration of another filter that observes requests.
	 * @return name of the bean, or {@code null}
	 */
	@Nullable String otherRegistration() {
		for (String name : this.beanFactory.getBeanNamesForType(FilterRegistrationBean.class, true, false)) {
			FilterRegistrationBean<?> registration = this.beanFactory.getBean(name, FilterRegistrationBean.class);
			if (registration != this && registration.isEnabled()
					&& registration.getFilter() instanceof ServerHttpObservationFilter) {
				return name;
			}
		}
		return null;
	}

}
