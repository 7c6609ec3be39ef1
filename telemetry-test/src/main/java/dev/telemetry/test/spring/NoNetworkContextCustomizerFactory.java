package dev.telemetry.test.spring;

import java.util.List;

import org.springframework.test.context.ContextConfigurationAttributes;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.ContextCustomizerFactory;

/**
 * Gives each test context the {@link NoNetworkContextCustomizer}. Found by Spring's test
 * framework.
 */
final class NoNetworkContextCustomizerFactory implements ContextCustomizerFactory {

	NoNetworkContextCustomizerFactory() {
	}

	@Override
	public ContextCustomizer createContextCustomizer(Class<?> testClass,
			List<ContextConfigurationAttributes> configAttributes) {
		return new NoNetworkContextCustomizer();
	}

}
