package dev.telemetry.autoconfigure.export;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import io.micrometer.tracing.exporter.SpanExportingPredicate;
import io.micrometer.tracing.exporter.SpanFilter;
import io.micrometer.tracing.exporter.SpanReporter;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.AbstractBeanDefinition;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.SdkTracerProviderBuilderCustomizer;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.SpanExporters;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.SpanProcessors;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.otlp.OtlpGrpcSpanExporterBuilderCustomizer;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.otlp.OtlpHttpSpanExporterBuilderCustomizer;

import dev.telemetry.autoconfigure.BeanDeclarations;
import dev.telemetry.autoconfigure.EarlyLogs;
import dev.telemetry.autoconfigure.LastWork;
import dev.telemetry.autoconfigure.ShutdownNames;
import dev.telemetry.export.LogPipelines;
import dev.telemetry.export.SpanPipelines;

/**
 * Shuts Spring Boot's tracer provider down late, so that spans of beans that are being
 * destroyed are exported as well. Spring destroys beans in the reverse order of
 * registration, so the shutdown is registered before other beans are created. Beans that
 * spans pass through, such as exporters and processors, are registered even earlier, and
 * destroyed later.
 * <p>
 * Dependencies of these beans, such as a client, are destroyed in the reverse order of
 * creation, and tracing is shut down right before. Spans of beans that are destroyed
 * after that client are therefore lost.
 */
final class TracerProviderShutdown implements BeanFactoryPostProcessor {

	private static final String LOGGERS = "telemetryLoggersOfExporters";

	private static final String LOG_PIPELINES = "telemetryLogPipelines";

	private static final String SELECTED_EXPORTERS = "telemetrySelectedExporters";

	private static final String HTTP_EXPORTER = "otlpHttpSpanExporter";

	private static final String GRPC_EXPORTER = "otlpGrpcSpanExporter";

	private static final List<String> EXPORTERS = List.of(HTTP_EXPORTER, GRPC_EXPORTER);

	// Beans of Spring Boot: closing one of them closes all of tracing.
	private static final List<String> SPRING_BOOTS = List.of(ShutdownNames.TRACER_PROVIDER, "openTelemetrySdk",
			HTTP_EXPORTER, GRPC_EXPORTER);

	// Types of beans that spans pass through.
	private static final List<Class<?>> NEEDED = List.of(SpanExporter.class, SpanProcessor.class, SpanReporter.class,
			SpanFilter.class, SpanExportingPredicate.class);

	// Types by which an application adds more of these objects without declaring them as
	// beans. Such beans of libraries need beans that end long before.
	private static final List<Class<?>> NEEDED_OF_APPLICATIONS = List.of(SpanExporters.class, SpanProcessors.class,
			SdkTracerProviderBuilderCustomizer.class, OtlpHttpSpanExporterBuilderCustomizer.class,
			OtlpGrpcSpanExporterBuilderCustomizer.class);

	private static final long SECONDS = 11;

	@Override
	public void postProcessBeanFactory(ConfigurableListableBeanFactory beanFactory) {
		if (!(beanFactory instanceof DefaultListableBeanFactory factory)) {
			return;
		}
		// Destroyed after the bean below, which is registered later.
		factory.registerDisposableBean(LOGGERS, () -> endLast(factory));
		if (!BeanDeclarations.isSpringBoots(factory, ShutdownNames.TRACER_PROVIDER)) {
			return;
		}
		List<String> closedByUs = new ArrayList<>();
		for (String name : SPRING_BOOTS) {
			if (BeanDeclarations.isSpringBoots(factory, name)) {
				keepOpen(factory.getBeanDefinition(name));
				closedByUs.add(name);
			}
		}
		Set<String> needed = needed(factory);
		needed.removeAll(closedByUs);
		needed.remove(ShutdownNames.SPAN_PIPELINES);
		for (String name : needed) {
			keepPlace(factory, name);
		}
		factory.registerDisposableBean(ShutdownNames.LAST_SPANS, () -> LastWork.run(() -> shutDown(factory)));
		for (String name : needed) {
			factory.registerDependentBean(name, ShutdownNames.LAST_SPANS);
		}
	}

	private static Set<String> needed(DefaultListableBeanFactory factory) {
		Set<String> names = new LinkedHashSet<>();
		for (Class<?> type : NEEDED_OF_APPLICATIONS) {
			for (String name : factory.getBeanNamesForType(type, true, false)) {
				if (BeanDeclarations.isApplications(factory, name)) {
					names.add(name);
				}
			}
		}
		for (Class<?> type : NEEDED) {
			names.addAll(List.of(factory.getBeanNamesForType(type, true, false)));
		}
		return names;
	}

	// Reserves a place in the order of destruction: when Spring creates the bean, it
	// registers the bean under the same name, which keeps this place. At its own place,
	// the bean would bring the end of tracing forward. A bean that was created already
	// has its place.
	private static void keepPlace(DefaultListableBeanFactory factory, String name) {
		if (!factory.containsSingleton(name)) {
			factory.registerDisposableBean(name, () -> {
			});
		}
	}

	private static void keepOpen(BeanDefinition definition) {
		if (definition instanceof AbstractBeanDefinition declared) {
			declared.setDestroyMethodName("");
		}
	}

	// Looked up only now, because bean post-processors do not process beans that are
	// created early. If a processor of the application throws, the spans are sent
	// nevertheless; Spring logs the exception.
	private static void shutDown(DefaultListableBeanFactory factory) {
		try {
			if (factory.getSingleton(ShutdownNames.TRACER_PROVIDER) instanceof SdkTracerProvider provider) {
				provider.shutdown().join(SECONDS, TimeUnit.SECONDS);
			}
		}
		finally {
			shutDownExporters(factory);
		}
	}

	private static void shutDownExporters(DefaultListableBeanFactory factory) {
		if (factory.getSingleton(ShutdownNames.SPAN_PIPELINES) instanceof SpanPipelines pipelines) {
			pipelines.shutdown().join(SECONDS, TimeUnit.SECONDS);
		}
		EXPORTERS.forEach((name) -> shutDownUnused(factory, name));
	}

	// The pipelines have shut down their exporters; OpenTelemetry's exporters log a
	// second shutdown.
	private static void shutDownUnused(DefaultListableBeanFactory factory, String name) {
		if (BeanDeclarations.isSpringBoots(factory, name) && factory.getSingleton(name) instanceof SpanExporter exporter
				&& !isInPipelines(factory, exporter)) {
			exporter.shutdown().join(SECONDS, TimeUnit.SECONDS);
		}
	}

	private static boolean isInPipelines(DefaultListableBeanFactory factory, SpanExporter exporter) {
		return factory.getSingleton(ShutdownNames.SPAN_PIPELINES) instanceof SpanPipelines
				&& factory.getSingleton(SELECTED_EXPORTERS) instanceof SelectedExporters selected
				&& selected.contains(exporter);
	}

	// A tracer provider of the application may not contain the pipelines, which may
	// nevertheless send spans of an earlier run.
	private static void endLast(DefaultListableBeanFactory factory) {
		if (factory.getSingleton(ShutdownNames.SPAN_PIPELINES) instanceof SpanPipelines pipelines) {
			LastWork.run(() -> pipelines.shutdown().join(SECONDS, TimeUnit.SECONDS));
		}
		if (factory.getSingleton(QuietExporters.NAME) instanceof QuietExporters quiet) {
			endOfLogs(factory).whenComplete(quiet::giveBack);
		}
	}

	// Called after the end of spans; the bean belongs to another auto-configuration.
	private static CompletableResultCode endOfLogs(DefaultListableBeanFactory factory) {
		return (factory.getSingleton(EarlyLogs.EXPORT) != null
				&& factory.getSingleton(LOG_PIPELINES) instanceof LogPipelines<?> pipelines) ? pipelines.end()
						: CompletableResultCode.ofSuccess();
	}

}
