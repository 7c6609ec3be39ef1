package dev.telemetry.autoconfigure.viewer;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.servlet.handler.MappedInterceptor;

/**
 * The guard of the viewer with Spring MVC.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnClass(DispatcherServlet.class)
@ConditionalOnBean(ViewerPath.class)
class ServletViewerConfiguration {

	private static final String SECURITY = "springSecurityFilterChain";

	// The endpoints of a separate management port find this bean as well.
	@Bean
	MappedInterceptor telemetryViewerInterceptor(ViewerSettings settings, ViewerPage page, ViewerPath path,
			ListableBeanFactory beanFactory) {
		boolean open = settings.remote() || beanFactory.containsBean(SECURITY);
		return new MappedInterceptor(new String[] { path.pattern() },
				new ViewerInterceptor(new ViewerGuard(open), page));
	}

}
