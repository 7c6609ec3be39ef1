package dev.telemetry.autoconfigure;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.aot.AotDetector;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.env.DefaultPropertiesPropertySource;
import org.springframework.boot.logging.DeferredLogFactory;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.util.ClassUtils;
import org.springframework.util.StringUtils;

import dev.telemetry.autoconfigure.property.EnvironmentAliases;
import dev.telemetry.autoconfigure.property.EnvironmentProperties;
import dev.telemetry.autoconfigure.property.PropertyMistakes;
import dev.telemetry.autoconfigure.property.PropertyNames;
import dev.telemetry.names.LogFields;

/**
 * {@link EnvironmentPostProcessor} that sets defaults of Spring Boot properties for the
 * state of the switch, and reads the environment variables that are aliases of properties
 * of telemetry. Except for properties that are set for telemetry itself, these are
 * defaults in the property source of that name, so that settings of the application win.
 */
final class TelemetryEnvironmentPostProcessor implements EnvironmentPostProcessor, Ordered {

	private static final String EXEMPLARS_EVERYWHERE = "management.prometheus.metrics.export.properties"
			+ "[io.prometheus.exporter.exemplarsOnAllMetricTypes]";

	// In characters: room for the stack trace of a deep failure, not for a document.
	private static final int LONGEST_ATTRIBUTE = 65_536;

	private static final String CORRELATION = "logging.pattern.correlation";

	// Spring MVC needs this class to call suspending functions.
	static final String COROUTINES_CLASS = "kotlinx.coroutines.reactor.ReactorContext";

	private final DeferredLogFactory logFactory;

	TelemetryEnvironmentPostProcessor(DeferredLogFactory logFactory) {
		this.logFactory = logFactory;
	}

	@Override
	public int getOrder() {
		return Ordered.LOWEST_PRECEDENCE;
	}

	@Override
	public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
		LazyDefaults lazyDefaults = new LazyDefaults(environment, application.getClassLoader());
		TelemetrySwitch state = lazyDefaults.getSource().readAtStart(application.getClassLoader());
		if (state.isMeant(TelemetrySignal.TRACES)) {
			// Started first, so that it runs in parallel to everything that follows.
			ClassPreloader.start();
		}
		sayMistakes(state, environment, lazyDefaults.getSource().offWithoutJars(application.getClassLoader()));
		Map<String, Object> defaults = new LinkedHashMap<>();
		if (state.enabled()) {
			addDefaults(state, environment, application, defaults);
		}
		removeSet(defaults, new EnvironmentProperties(environment));
		DefaultPropertiesPropertySource.addOrMerge(defaults, environment.getPropertySources());
		environment.getPropertySources().addLast(lazyDefaults);
		if (state.enabled() && AotDetector.useGeneratedArtifacts()) {
			application.addInitializers(new AheadOfTimeCheck());
		}
		if (state.isMeant(TelemetrySignal.TRACES)) {
			SpringBootOverrides.apply(environment);
			if (EarlyLogs.areWanted(environment) && state.isOn(TelemetrySignal.TRACES)) {
				EarlyLogs.addTo(application);
			}
		}
	}

	// Reported before any other failure of the properties, so that it is read first.
	private void sayMistakes(TelemetrySwitch state, ConfigurableEnvironment environment,
			@Nullable String offWithoutJars) {
		if (offWithoutJars != null) {
			this.logFactory.getLog(TelemetryAutoConfiguration.class).warn(offWithoutJars);
		}
		else if (state.enabled()) {
			PropertyMistakes mistakes = new PropertyMistakes(environment);
			mistakes.rejectNumbersWithoutUnit();
			for (String mistake : mistakes.unknown()) {
				this.logFactory.getLog(TelemetryAutoConfiguration.class).warn(mistake);
			}
		}
		else if (new EnvironmentProperties(environment).isSet("telemetry")
				&& !StringUtils.hasText(environment.getProperty(PropertyNames.ENABLED))) {
			sayForgottenSwitch(environment);
		}
	}

	private void sayForgottenSwitch(ConfigurableEnvironment environment) {
		String set = new PropertyMistakes(environment).anySet();
		boolean empty = environment.getProperty(PropertyNames.ENABLED) != null;
		if (set != null || empty) {
			this.logFactory.getLog(TelemetryAutoConfiguration.class)
				.info("Telemetry is off: " + PropertyNames.ENABLED
						+ ((empty) ? " has no value" : " is not set, although " + set + " is")
						+ ". Set it to true, or to false to be without this line.");
		}
	}

	// Without a lambda, because as few classes as possible are loaded while telemetry
	// is off.
	private static void removeSet(Map<String, Object> defaults, EnvironmentProperties properties) {
		for (String name : List.copyOf(defaults.keySet())) {
			if (properties.isSet(name)) {
				defaults.remove(name);
			}
		}
	}

	private static void addDefaults(TelemetrySwitch state, ConfigurableEnvironment environment,
			SpringApplication application, Map<String, Object> defaults) {
		Binder binder = Binder.get(environment);
		defaults.putAll(new EnvironmentAliases(environment).values());
		if (state.isWanted(TelemetrySignal.TRACES)) {
			addLogCorrelation(binder, defaults);
		}
		if (state.isMeant(TelemetrySignal.TRACES)) {
			// Set as objects of their types, because converting text would load
			// twenty classes.
			defaults.put("management.tracing.propagation.consume", "W3C");
			defaults.put("management.opentelemetry.tracing.export.schedule-delay", Duration.ofSeconds(1));
			defaults.put("management.opentelemetry.tracing.limits.max-attribute-value-length", LONGEST_ATTRIBUTE);
			addOtlpExport(binder, defaults);
			ResourceDefaults.add(environment, application.getClassLoader(), defaults);
		}
		addMetrics(state, defaults);
		addViewer(state, binder, defaults);
		addReactor(state, binder, application, defaults);
	}

	// Building an unused exporter would prolong the start by 100 ms.
	private static void addOtlpExport(Binder binder, Map<String, Object> defaults) {
		Object alias = defaults.getOrDefault(PropertyNames.EXPORTER, "otlp");
		List<String> exporters = binder.bind(PropertyNames.EXPORTER, Bindable.listOf(String.class))
			.orElse(List.of(StringUtils.tokenizeToStringArray(alias.toString(), ",")));
		for (String exporter : exporters) {
			if ("otlp".equalsIgnoreCase(exporter)) {
				return;
			}
		}
		defaults.put("management.tracing.export.otlp.enabled", false);
	}

	private static void addLogCorrelation(Binder binder, Map<String, Object> defaults) {
		String keys = value(binder, PropertyNames.LOGGING_KEYS);
		if ("ecs".equalsIgnoreCase(keys)) {
			defaults.put(CORRELATION, correlation(LogFields.ECS_TRACE_ID, LogFields.ECS_SPAN_ID));
		}
		else if (!"boot".equalsIgnoreCase(keys)) {
			defaults.put(CORRELATION, correlation(LogFields.TRACE_ID, LogFields.SPAN_ID));
		}
	}

	private static String correlation(String traceId, String spanId) {
		return "%correlationId{" + traceId + "(32)," + spanId + "(16)}";
	}

	private static void addMetrics(TelemetrySwitch state, Map<String, Object> defaults) {
		if (state.isOn(TelemetrySignal.METRICS)) {
			defaults.put(LazyDefaults.EXPOSURE, "health,prometheus");
			// Exemplars on other meters make Prometheus before 2.43 drop the
			// whole scrape.
			defaults.put(EXEMPLARS_EVERYWHERE, "false");
		}
	}

	private static void addViewer(TelemetrySwitch state, Binder binder, Map<String, Object> defaults) {
		if (state.isMeant(TelemetrySignal.TRACES)
				&& binder.bind(PropertyNames.VIEWER_ENABLED, Boolean.class).orElse(false)) {
			defaults.put("management.endpoint.traces.access", "READ_ONLY");
			defaults.put(LazyDefaults.EXPOSURE, defaults.getOrDefault(LazyDefaults.EXPOSURE, "health") + ",traces");
		}
	}

	// Without automatic context propagation, the threads of a reactive server have no
	// context of their request, nor has a coroutine of Spring MVC that was suspended.
	private static void addReactor(TelemetrySwitch state, Binder binder, SpringApplication application,
			Map<String, Object> defaults) {
		if (state.isMeant(TelemetrySignal.TRACES) && (isReactive(binder, application)
				|| ClassUtils.isPresent(COROUTINES_CLASS, application.getClassLoader()))) {
			defaults.put(PropertyNames.REACTOR_PROPAGATION, "auto");
		}
	}

	private static boolean isReactive(Binder binder, SpringApplication application) {
		String type = value(binder, "spring.main.web-application-type");
		return (type.isEmpty()) ? application.getWebApplicationType() == WebApplicationType.REACTIVE
				: "reactive".equalsIgnoreCase(type);
	}

	private static String value(Binder binder, String property) {
		return binder.bind(property, String.class).orElse("");
	}

}
