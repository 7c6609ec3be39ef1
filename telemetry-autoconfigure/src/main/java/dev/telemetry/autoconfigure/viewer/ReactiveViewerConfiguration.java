package dev.telemetry.autoconfigure.viewer;

import io.micrometer.observation.ObservationPredicate;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.server.reactive.observation.ServerRequestObservationContext;
import org.springframework.web.server.WebFilter;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/**
 * The guard of the viewer with WebFlux.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
@ConditionalOnClass({ WebFilter.class, ObservationPredicate.class })
@ConditionalOnBean(ViewerPath.class)
class ReactiveViewerConfiguration {

	private static final String SECURITY = "org.springframework.security.config.annotation.web.reactive."
			+ "WebFluxSecurityConfiguration.WebFilterChainFilter";

	@Bean
	ViewerWebFilter telemetryViewerWebFilter(ViewerSettings settings, ViewerPage page, ViewerPath path,
			ListableBeanFactory beanFactory) {
		boolean open = settings.remote() || beanFactory.containsBean(SECURITY);
		return new ViewerWebFilter(path, new ViewerGuard(open), page);
	}

	// Spring Boot observes requests to actuator there, so that requests to the viewer
	// would appear in the viewer.
	@Bean
	ObservationPredicate telemetryUnseenViewer(ViewerPath path) {
		PathPattern pattern = PathPatternParser.defaultInstance.parse(path.pattern());
		return (name,
				context) -> !(context instanceof ServerRequestObservationContext request && request.getCarrier() != null
						&& pattern.matches(request.getCarrier().getPath().pathWithinApplication()));
	}

}
