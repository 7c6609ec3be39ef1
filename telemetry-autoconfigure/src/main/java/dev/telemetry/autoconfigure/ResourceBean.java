package dev.telemetry.autoconfigure;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.resources.Resource;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/**
 * A resource that the application declares in place of Spring Boot's, which no property
 * changes. Apart, because its type may be missing.
 */
final class ResourceBean {

	private static final AttributeKey<String> SERVICE_NAME = AttributeKey.stringKey("service.name");

	private ResourceBean() {
	}

	/**
	 * Finds out what it calls the service.
	 * @param beanFactory where it may be declared
	 * @return what to say, or {@code null} if the resource is that of Spring Boot
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
