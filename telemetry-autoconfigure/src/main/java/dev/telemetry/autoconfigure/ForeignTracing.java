package dev.telemetry.autoconfigure;

import org.jspecify.annotations.Nullable;
import org.springframework.core.env.Environment;
import org.springframework.util.ClassUtils;

/**
 * Something else in this JVM that traces requests. Two of a kind would trace each request
 * twice, so traces are left to it.
 */
enum ForeignTracing {

	/** The Java agent of OpenTelemetry, or a distribution of it. */
	JAVA_AGENT("the OpenTelemetry Java agent"),

	/** OpenTelemetry's own starter for Spring Boot. */
	OPENTELEMETRY_STARTER("OpenTelemetry's Spring Boot starter");

	// The agent puts it on the boot class path, where a mere dependency cannot get.
	private static final String AGENT_CLASS = "io.opentelemetry.javaagent.bootstrap.AgentInitializer";

	private static final String STARTER_CLASS = "io.opentelemetry.instrumentation.spring.autoconfigure."
			+ "OpenTelemetryAutoConfiguration";

	private final String description;

	ForeignTracing(String description) {
		this.description = description;
	}

	/**
	 * Finds out what else traces requests.
	 * @param environment may switch it off
	 * @param classLoader class loader of the application
	 * @return what was found, or {@code null}
	 */
	static @Nullable ForeignTracing find(Environment environment, @Nullable ClassLoader classLoader) {
		if (isAgentAttached() && environment.getProperty("otel.javaagent.enabled", Boolean.class, true)) {
			return JAVA_AGENT;
		}
		if (ClassUtils.isPresent(STARTER_CLASS, classLoader)
				&& !environment.getProperty("otel.sdk.disabled", Boolean.class, false)) {
			return OPENTELEMETRY_STARTER;
		}
		return null;
	}

	private static boolean isAgentAttached() {
		try {
			Class.forName(AGENT_CLASS, false, null);
			return true;
		}
		catch (ClassNotFoundException | LinkageError ex) {
			return false;
		}
	}

	@Override
	public String toString() {
		return this.description;
	}

}
