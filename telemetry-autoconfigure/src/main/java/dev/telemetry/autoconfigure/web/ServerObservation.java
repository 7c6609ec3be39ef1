package dev.telemetry.autoconfigure.web;

import java.util.ArrayList;
import java.util.List;

import io.micrometer.observation.GlobalObservationConvention;
import io.micrometer.observation.ObservationFilter;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationPredicate;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.core.ResolvableType;
import org.springframework.http.server.observation.ServerRequestObservationContext;
import org.springframework.http.server.observation.ServerRequestObservationConvention;
import org.springframework.web.filter.ServerHttpObservationFilter;

import dev.telemetry.autoconfigure.BeanDeclarations;

/**
 * Finds beans by which an application has changed how Spring Boot observes requests. The
 * filter of telemetry would ignore these changes.
 */
final class ServerObservation {

	private static final List<Class<?>> CUSTOMIZATIONS = List.of(ServerRequestObservationConvention.class,
			ObservationPredicate.class, ObservationFilter.class);

	private final ConfigurableListableBeanFactory beanFactory;

	ServerObservation(ConfigurableListableBeanFactory beanFactory) {
		this.beanFactory = beanFactory;
	}

	/**
	 * Finds an observing filter that the application registers itself.
	 * @return name of the bean, or {@code null}
	 */
	@Nullable String filter() {
		List<String> filters = ofApplication(ServerHttpObservationFilter.class);
		if (!filters.isEmpty()) {
			return filters.get(0);
		}
		for (String name : ofApplication(FilterRegistrationBean.class)) {
			Class<?> type = typeArgument(name, FilterRegistrationBean.class);
			if (type != null && ServerHttpObservationFilter.class.isAssignableFrom(type)) {
				return name;
			}
		}
		return null;
	}

	/**
	 * Finds a bean that changes which requests are observed, or how. Parent contexts are
	 * searched too, because Spring Boot's filter finds beans there.
	 * @return name of the bean, or {@code null}
	 */
	@Nullable String customization() {
		String own = ownCustomization();
		if (own == null && this.beanFactory.getParentBeanFactory() instanceof ConfigurableListableBeanFactory above) {
			return new ServerObservation(above).customization();
		}
		return own;
	}

	private @Nullable String ownCustomization() {
		for (Class<?> type : CUSTOMIZATIONS) {
			List<String> names = ofApplication(type);
			if (!names.isEmpty()) {
				return names.get(0);
			}
		}
		for (String name : ofApplication(GlobalObservationConvention.class)) {
			if (isForRequests(typeArgument(name, GlobalObservationConvention.class))) {
				return name;
			}
		}
		for (String name : ofApplication(ObservationHandler.class)) {
			if (isHandlerOfRequests(name)) {
				return name;
			}
		}
		return null;
	}

	// Only an observation calls such a handler.
	private boolean isHandlerOfRequests(String name) {
		Class<?> context = typeArgument(name, ObservationHandler.class);
		Class<?> type = (context != null) ? null : this.beanFactory.getType(name, false);
		return isForRequests(
				(type != null) ? ResolvableType.forClass(type).as(ObservationHandler.class).resolveGeneric() : context);
	}

	private static boolean isForRequests(@Nullable Class<?> context) {
		return context != null && context.isAssignableFrom(ServerRequestObservationContext.class);
	}

	private List<String> ofApplication(Class<?> type) {
		List<String> names = new ArrayList<>();
		for (String name : this.beanFactory.getBeanNamesForType(type, true, false)) {
			if (isOfApplication(name)) {
				names.add(name);
			}
		}
		return names;
	}

	private @Nullable Class<?> typeArgument(String name, Class<?> type) {
		return (this.beanFactory.containsBeanDefinition(name))
				? this.beanFactory.getMergedBeanDefinition(name).getResolvableType().as(type).resolveGeneric() : null;
	}

	// Spring Boot declares its beans by methods.
	private boolean isOfApplication(String name) {
		String declaringClass = BeanDeclarations.declaringClass(this.beanFactory, name);
		return declaringClass == null || !(declaringClass.startsWith("org.springframework.")
				|| declaringClass.startsWith("dev.telemetry.autoconfigure."));
	}

}
