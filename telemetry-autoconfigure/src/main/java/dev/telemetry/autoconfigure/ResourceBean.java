package dev.telemetry.autoconfigure;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.resources.Resource;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/**
 * Reads a resource that the application declares in place of Spring Boot's, and that
 * properties do not change. A class of its own, because the type of the resource may be
 * missing.
 */
final class ResourceBean {

	private static final AttributeKey<String> SERVICE_NAME = AttributeKey.stringKey("service.name");

	private ResourceBean() {
	}

	/**
	 * Returns the name of the service in the resource.
	 * @param beanFactory the bean factory
	 * @return the detail for the line at start, or {@code null} if the resource is that
	 * of Spring Boot
	 */
	static @Nullable StartupDetail service(ConfigurableListableBeanFactory beanFactory) {
		for (String name : beanFactory.getBeanNamesForType(Resource.class, true, false)) {
			if (BeanDeclarations.isApplications(beanFactory, name)) {
				String service = beanFactory.getBean(name, Resource.class).getAttribute(SERVICE_NAME);
				return StartupDetail.of("service", (service != null) ? service : ResourceDefaults.UNKNOWN_SERVICE,
						"bean " + name);
			}
		}
		return null;
	}

}
