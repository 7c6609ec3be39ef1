package dev.telemetry.autoconfigure.web;

import jakarta.servlet.DispatcherType;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.core.Ordered;
import org.springframework.web.filter.ServerHttpObservationFilter;

import dev.telemetry.servlet.TelemetryFilter;

/**
 * Registers the filter, unless another one that observes requests comes to light only
 * now: the type of its registration may not have said so.
 */
final class TelemetryFilterRegistration extends FilterRegistrationBean<TelemetryFilter> {

	/**
	 * Of the bean and of the filter: not a name that a filter of the application may
	 * have.
	 */
	static final String NAME = "dev.telemetry.filter";

	/**
	 * Where Spring Boot puts its own: inside the filter that sets the character encoding,
	 * outside of Spring Security.
	 */
	private static final int FILTER_ORDER = Ordered.HIGHEST_PRECEDENCE + 1;

	private final ConfigurableListableBeanFactory beanFactory;

	TelemetryFilterRegistration(TelemetryFilter filter, ConfigurableListableBeanFactory beanFactory) {
		super(filter);
		this.beanFactory = beanFactory;
		setName(NAME);
		setOrder(FILTER_ORDER);
		setDispatcherTypes(DispatcherType.REQUEST, DispatcherType.ASYNC, DispatcherType.ERROR);
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
