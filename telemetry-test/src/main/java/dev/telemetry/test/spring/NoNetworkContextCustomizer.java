package dev.telemetry.test.spring;

import java.util.Map;

import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.MergedContextConfiguration;

/**
 * Lets tests send nothing: the default of {@code telemetry.otel.network} is {@code false}
 * in their contexts. Whatever else sets it wins.
 */
record NoNetworkContextCustomizer() implements ContextCustomizer {

	private static final Map<String, Object> DEFAULTS = Map.of("telemetry.otel.network", "false");

	@Override
	public void customizeContext(ConfigurableApplicationContext context, MergedContextConfiguration mergedConfig) {
		context.getEnvironment().getPropertySources().addLast(new MapPropertySource("telemetryTest", DEFAULTS));
	}

}
