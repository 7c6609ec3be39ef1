package dev.telemetry.autoconfigure.export;

import java.util.Set;
import java.util.concurrent.TimeUnit;

import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.AbstractBeanDefinition;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;

/**
 * Shuts tracing down after everything else, so that spans of beans that are destroyed get
 * out as well: a bean that is destroyed last is one that was there first. Exporters that
 * are beans are still there, with all that they need.
 */
final class TracerProviderShutdown implements BeanFactoryPostProcessor, BeanPostProcessor {

	private static final String NAME = "telemetryLastSpans";

	private static final String TRACER_PROVIDER = "otelSdkTracerProvider";

	// Of Spring Boot: closing one of them closes the tracer provider or its exporter.
	private static final Set<String> CLOSED_BY_US = Set.of(TRACER_PROVIDER, "openTelemetrySdk", "otlpHttpSpanExporter",
			"otlpGrpcSpanExporter");

	private static final long SECONDS = 11;

	private volatile @Nullable SdkTracerProvider tracerProvider;

	@Override
	public void postProcessBeanFactory(ConfigurableListableBeanFactory beanFactory) {
		if (!(beanFactory instanceof DefaultListableBeanFactory factory) || !isSpringBoots(factory, TRACER_PROVIDER)) {
			return;
		}
		CLOSED_BY_US.stream()
			.filter((name) -> isSpringBoots(factory, name))
			.map(factory::getBeanDefinition)
			.forEach(TracerProviderShutdown::keepOpen);
		factory.registerDisposableBean(NAME, this::shutDown);
		for (String exporter : factory.getBeanNamesForType(SpanExporter.class, true, false)) {
			if (!CLOSED_BY_US.contains(exporter)) {
				factory.registerDependentBean(exporter, NAME);
			}
		}
	}

	private static boolean isSpringBoots(DefaultListableBeanFactory factory, String name) {
		if (!factory.containsBeanDefinition(name)) {
			return false;
		}
		String declaredBy = factory.getBeanDefinition(name).getFactoryBeanName();
		return declaredBy != null && declaredBy.startsWith("org.springframework.boot.");
	}

	private static void keepOpen(BeanDefinition definition) {
		if (definition instanceof AbstractBeanDefinition declared) {
			declared.setDestroyMethodName("");
		}
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		if (bean instanceof SdkTracerProvider provider && beanName.equals(TRACER_PROVIDER)) {
			this.tracerProvider = provider;
		}
		return bean;
	}

	private void shutDown() {
		SdkTracerProvider provider = this.tracerProvider;
		if (provider != null) {
			provider.shutdown().join(SECONDS, TimeUnit.SECONDS);
		}
	}

}
