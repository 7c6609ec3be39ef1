package dev.telemetry.autoconfigure;

import org.jspecify.annotations.Nullable;
import org.springframework.util.ClassUtils;

/**
 * Another library in this JVM that traces requests. Each request would be traced twice,
 * so tracing is left to that library.
 */
enum ForeignTracing {

	/** The Java agent of OpenTelemetry, or a distribution of it. */
	JAVA_AGENT("the OpenTelemetry Java agent"),

	/** OpenTelemetry's own starter for Spring Boot. */
	OPENTELEMETRY_STARTER("OpenTelemetry's Spring Boot starter");

	// The agent puts this class on the boot class path, where a mere dependency
	// cannot be.
	private static final String AGENT_CLASS = "io.opentelemetry.javaagent.bootstrap.AgentInitializer";

	static final String STARTER_CLASS = "io.opentelemetry.instrumentation.spring.autoconfigure."
			+ "OpenTelemetryAutoConfiguration";

	private final String description;

	ForeignTracing(String description) {
		this.description = description;
	}

	/**
	 * Finds another library that traces requests.
	 * @param classLoader class loader of the application
	 * @return the library, or {@code null} if there is none
	 */
	static @Nullable ForeignTracing find(@Nullable ClassLoader classLoader) {
		if (isAgentAttached() && !isAgentDisabled()) {
			return JAVA_AGENT;
		}
		return (ClassUtils.isPresent(STARTER_CLASS, classLoader)) ? OPENTELEMETRY_STARTER : null;
	}

	// Read like the agent reads it, without Spring's environment.
	private static boolean isAgentDisabled() {
		String enabled = System.getProperty("otel.javaagent.enabled", System.getenv("OTEL_JAVAAGENT_ENABLED"));
		return "false".equalsIgnoreCase(enabled);
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
