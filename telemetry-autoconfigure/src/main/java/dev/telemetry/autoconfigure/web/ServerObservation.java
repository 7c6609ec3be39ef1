package dev.telemetry.autoconfigure.web;

import java.util.List;
import java.util.function.Predicate;

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
 * How an application has changed the way in which Spring Boot observes requests. With
 * another filter that would be lost.
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
		String filter = find(ServerHttpObservationFilter.class, (name) -> true);
		return (filter != null) ? filter : find(FilterRegistrationBean.class, (name) -> {
			Class<?> type = typeArgument(name, FilterRegistrationBean.class);
			return type != null && ServerHttpObservationFilter.class.isAssignableFrom(type);
		});
	}

	/**
	 * Finds a bean that changes which requests are observed, or how. It may be one of a
	 * context above, as Spring Boot's filter finds it there.
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
			String name = find(type, (candidate) -> true);
			if (name != null) {
				return name;
			}
		}
		String convention = find(GlobalObservationConvention.class,
				(name) -> isForRequests(typeArgument(name, GlobalObservationConvention.class)));
		return (convention != null) ? convention : find(ObservationHandler.class, this::isHandlerOfRequests);
	}

	// Only an observation calls it.
	private boolean isHandlerOfRequests(String name) {
		Class<?> context = typeArgument(name, ObservationHandler.class);
		Class<?> type = (context != null) ? null : this.beanFactory.getType(name, false);
		return isForRequests(
				(type != null) ? ResolvableType.forClass(type).as(ObservationHandler.class).resolveGeneric() : context);
	}

	private static boolean isForRequests(@Nullable Class<?> context) {
		return context != null && context.isAssignableFrom(ServerRequestObservationContext.class);
	}

	private @Nullable String find(Class<?> type, Predicate<String> predicate) {
		for (String name : this.beanFactory.getBeanNamesForType(type, true, false)) {
			if (isOfApplication(name) && predicate.test(name)) {
				return name;
			}
		}
		return null;
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
