package dev.telemetry.autoconfigure;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import org.springframework.core.env.Environment;
import org.springframework.util.ClassUtils;
import org.springframework.util.StringUtils;

import dev.telemetry.autoconfigure.property.EnvironmentProperties;
import dev.telemetry.autoconfigure.property.PropertyNames;

/**
 * Defaults for the attributes of the resource: name, version and instance of the service.
 * Spring Boot sets the name only.
 */
final class ResourceDefaults {

	/** OpenTelemetry's name of a service without a name. */
	static final String UNKNOWN_SERVICE = "unknown_service";

	private static final String PREFIX = "management.opentelemetry.resource-attributes.";

	static final String SERVICE_NAME = PREFIX + "service.name";

	static final String DEPLOYMENT_ENVIRONMENT = PREFIX + "deployment.environment.name";

	static final String BUILD_INFO = "META-INF/build-info.properties";

	private final Environment environment;

	private final @Nullable ClassLoader classLoader;

	private final Map<String, Object> defaults;

	private ResourceDefaults(Environment environment, @Nullable ClassLoader classLoader, Map<String, Object> defaults) {
		this.environment = environment;
		this.classLoader = classLoader;
		this.defaults = defaults;
	}

	/**
	 * Adds the known attributes. Attributes that the environment variable for resource
	 * attributes sets are left out, because Spring Boot's property would win over the
	 * variable.
	 */
	static void add(Environment environment, @Nullable ClassLoader classLoader, Map<String, Object> defaults) {
		ResourceDefaults resource = new ResourceDefaults(environment, classLoader, defaults);
		resource.add("service.name", resource.nameInPlaceOfAnEmptyOne());
		resource.add("service.version", resource.version());
		resource.add("service.instance.id", UUID.randomUUID().toString());
	}

	private void add(String attribute, @Nullable String value) {
		if (value != null && new EnvironmentProperties(this.environment).resourceAttribute(attribute) == null) {
			this.defaults.put(PREFIX + attribute, value);
		}
	}

	// An empty name would be sent as it is, and could not be found in a backend.
	private @Nullable String nameInPlaceOfAnEmptyOne() {
		String application = this.environment.getProperty(PropertyNames.APPLICATION_NAME);
		return (application != null && application.isBlank()) ? UNKNOWN_SERVICE : null;
	}

	// Spring Boot sets this property in a packaged application.
	private @Nullable String version() {
		String version = this.environment.getProperty("spring.application.version");
		return (StringUtils.hasText(version)) ? version : builtVersion();
	}

	private @Nullable String builtVersion() {
		ClassLoader loader = (this.classLoader != null) ? this.classLoader : ClassUtils.getDefaultClassLoader();
		try (InputStream input = (loader != null) ? loader.getResourceAsStream(BUILD_INFO) : null) {
			Properties properties = new Properties();
			if (input != null) {
				properties.load(input);
			}
			return properties.getProperty("build.version");
		}
		catch (IOException | IllegalArgumentException ex) {
			return null;
		}
	}

}
