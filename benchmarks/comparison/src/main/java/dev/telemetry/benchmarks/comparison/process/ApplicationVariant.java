package dev.telemetry.benchmarks.comparison.process;

import java.util.List;
import java.util.stream.Stream;

import org.springframework.util.StringUtils;

/**
 * A way to observe the application: a class path and settings. Sends to a collector where
 * it can, and exposes {@code /actuator/prometheus} where there is one; everything else is
 * as it comes.
 */
public enum ApplicationVariant {

	/** Spring MVC alone. */
	BARE("bare", "bare", false),

	/** Metrics only, as Spring Boot has them. */
	ACTUATOR("actuator + Prometheus", "actuator", false, Constants.EXPOSED),

	/** This starter, not switched on. */
	TELEMETRY_OFF("this starter, off", "telemetry", false, Constants.EXPOSED),

	/** This starter with its defaults. */
	TELEMETRY_2_PERCENT("this starter, 2 %", "telemetry", false, Constants.EXPOSED, Constants.TELEMETRY_ON,
			Constants.TELEMETRY_ENDPOINT),

	/** This starter with every trace. */
	TELEMETRY_100_PERCENT("this starter, 100 %", "telemetry", false, Constants.EXPOSED, Constants.TELEMETRY_ON,
			Constants.TELEMETRY_ENDPOINT, "--telemetry.sampling.ratio=1.0"),

	/** Spring Boot's own starter: tracing, and metrics by OTLP. */
	SPRING_BOOT_2_PERCENT("Spring Boot's OpenTelemetry starter, 2 %", "spring-boot", false, Constants.BOOT_TRACES,
			Constants.BOOT_METRICS, "--management.tracing.sampling.probability=0.02"),

	/** The same with every trace. */
	SPRING_BOOT_100_PERCENT("Spring Boot's OpenTelemetry starter, 100 %", "spring-boot", false, Constants.BOOT_TRACES,
			Constants.BOOT_METRICS, "--management.tracing.sampling.probability=1.0"),

	/**
	 * Spring Boot's own starter beside metrics that can be scraped: what this one has.
	 */
	SPRING_BOOT_ACTUATOR_2_PERCENT("Spring Boot's starter, actuator + Prometheus, 2 %", "spring-boot-actuator", false,
			Constants.EXPOSED, Constants.BOOT_TRACES, Constants.BOOT_NO_METRICS,
			"--management.tracing.sampling.probability=0.02"),

	/** The same with every trace. */
	SPRING_BOOT_ACTUATOR_100_PERCENT("Spring Boot's starter, actuator + Prometheus, 100 %", "spring-boot-actuator",
			false, Constants.EXPOSED, Constants.BOOT_TRACES, Constants.BOOT_NO_METRICS,
			"--management.tracing.sampling.probability=1.0"),

	/** OpenTelemetry's starter for Spring Boot: tracing, and metrics by OTLP. */
	OPENTELEMETRY_STARTER_2_PERCENT("OpenTelemetry's Spring Boot starter, 2 %", "opentelemetry-starter", false,
			Constants.SDK_ENDPOINT, Constants.SDK_NO_LOGS, Constants.SDK_RATIO, "--otel.traces.sampler.arg=0.02"),

	/** The same with every trace. */
	OPENTELEMETRY_STARTER_100_PERCENT("OpenTelemetry's Spring Boot starter, 100 %", "opentelemetry-starter", false,
			Constants.SDK_ENDPOINT, Constants.SDK_NO_LOGS, Constants.SDK_RATIO, "--otel.traces.sampler.arg=1.0"),

	/** OpenTelemetry's Java agent: tracing, and metrics by OTLP. */
	AGENT_2_PERCENT("OpenTelemetry's Java agent, 2 %", "bare", true, Constants.SDK_ENDPOINT, Constants.SDK_NO_LOGS,
			Constants.SDK_RATIO, "--otel.traces.sampler.arg=0.02"),

	/** The same with every trace. */
	AGENT_100_PERCENT("OpenTelemetry's Java agent, 100 %", "bare", true, Constants.SDK_ENDPOINT, Constants.SDK_NO_LOGS,
			Constants.SDK_RATIO, "--otel.traces.sampler.arg=1.0"),

	/** The agent beside metrics that can be scraped. */
	AGENT_ACTUATOR_2_PERCENT("Java agent, actuator + Prometheus, 2 %", "actuator", true, Constants.EXPOSED,
			Constants.SDK_ENDPOINT, Constants.SDK_NO_LOGS, Constants.SDK_RATIO, "--otel.traces.sampler.arg=0.02"),

	/** The same with every trace. */
	AGENT_ACTUATOR_100_PERCENT("Java agent, actuator + Prometheus, 100 %", "actuator", true, Constants.EXPOSED,
			Constants.SDK_ENDPOINT, Constants.SDK_NO_LOGS, Constants.SDK_RATIO, "--otel.traces.sampler.arg=1.0");

	private final String title;

	private final String classPath;

	private final boolean agent;

	private final String properties;

	ApplicationVariant(String title, String classPath, boolean agent, String... properties) {
		this.title = title;
		this.classPath = classPath;
		this.agent = agent;
		this.properties = String.join(" ", properties);
	}

	/**
	 * Returns what a reader calls it.
	 * @return the name
	 */
	public String title() {
		return this.title;
	}

	/**
	 * Returns whether it is ours.
	 * @return whether it is
	 */
	public boolean isOurs() {
		return this.classPath.equals("telemetry");
	}

	String classPath() {
		return this.classPath;
	}

	boolean hasAgent() {
		return this.agent;
	}

	/**
	 * Returns what the application is told. An agent has no arguments, but system
	 * properties.
	 */
	List<String> settings(String endpoint) {
		return Stream.concat(
				Stream.of("--server.port=0", "--spring.application.name=items", "--server.tomcat.threads.min-spare=10",
						"--server.tomcat.threads.max=10", "--server.tomcat.max-keep-alive-requests=-1"),
				Stream.of(StringUtils.delimitedListToStringArray(this.properties, " ")))
			.map((property) -> property.replace("ENDPOINT", endpoint))
			.toList();
	}

	/**
	 * What variants have in common.
	 */
	private static final class Constants {

		static final String EXPOSED = "--management.endpoints.web.exposure.include=prometheus";

		static final String TELEMETRY_ON = "--telemetry.enabled=true";

		static final String TELEMETRY_ENDPOINT = "--telemetry.otel.endpoint=ENDPOINT/v1/traces";

		static final String BOOT_TRACES = "--management.opentelemetry.tracing.export.otlp.endpoint=ENDPOINT/v1/traces";

		static final String BOOT_METRICS = "--management.otlp.metrics.export.url=ENDPOINT/v1/metrics";

		static final String BOOT_NO_METRICS = "--management.otlp.metrics.export.enabled=false";

		static final String SDK_ENDPOINT = "--otel.exporter.otlp.endpoint=ENDPOINT";

		static final String SDK_NO_LOGS = "--otel.logs.exporter=none";

		static final String SDK_RATIO = "--otel.traces.sampler=parentbased_traceidratio";

	}

}
