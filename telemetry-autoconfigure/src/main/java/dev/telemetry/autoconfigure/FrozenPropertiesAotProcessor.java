package dev.telemetry.autoconfigure;

import java.util.List;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.springframework.aot.generate.GeneratedMethod;
import org.springframework.aot.generate.GenerationContext;
import org.springframework.beans.factory.aot.BeanFactoryInitializationAotContribution;
import org.springframework.beans.factory.aot.BeanFactoryInitializationAotProcessor;
import org.springframework.beans.factory.aot.BeanFactoryInitializationCode;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.core.env.Environment;
import org.springframework.javapoet.CodeBlock;

/**
 * {@link BeanFactoryInitializationAotProcessor} that stores the values of properties that
 * conditions have read.
 */
final class FrozenPropertiesAotProcessor implements BeanFactoryInitializationAotProcessor {

	private static final String FACTORY = "beanFactory";

	@Override
	public @Nullable BeanFactoryInitializationAotContribution processAheadOfTime(
			ConfigurableListableBeanFactory beanFactory) {
		// Beans of a parent context were decided there.
		if (!beanFactory.containsLocalBean(TelemetryStartupAutoConfiguration.STARTUP)) {
			return null;
		}
		return new Contribution(FrozenProperties.read(beanFactory.getBean(Environment.class)));
	}

	/**
	 * Registers the values.
	 *
	 * @param properties the current values
	 */
	private record Contribution(FrozenProperties properties) implements BeanFactoryInitializationAotContribution {

		@Override
		public void applyTo(GenerationContext generationContext, BeanFactoryInitializationCode code) {
			GeneratedMethod registering = code.getMethods()
				.add("registerTelemetryFrozenProperties",
						(method) -> method.addJavadoc("What conditions of telemetry were decided by.")
							.addParameter(DefaultListableBeanFactory.class, FACTORY)
							.addStatement("$N.registerSingleton($S, $T.of($L))", FACTORY, FrozenProperties.BEAN,
									FrozenProperties.class, values()));
			code.addInitializer(registering.toMethodReference());
		}

		private String values() {
			List<String> values = this.properties.toList();
			return values.stream()
				.map((value) -> CodeBlock.of("$S", value).toString())
				.collect(Collectors.joining(", "));
		}

	}

}
