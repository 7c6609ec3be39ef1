package dev.telemetry.autoconfigure.logs;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import io.opentelemetry.sdk.logs.LogRecordProcessor;
import io.opentelemetry.sdk.logs.SdkLoggerProvider;
import io.opentelemetry.sdk.logs.export.LogRecordExporter;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.core.Ordered;
import org.springframework.core.PriorityOrdered;

import dev.telemetry.autoconfigure.EarlyLogs;
import dev.telemetry.autoconfigure.ShutdownNames;
import dev.telemetry.export.SpanPipelines;

/**
 * Ends the export of log records last of all, so that records are exported that are
 * logged while beans are destroyed and spans are sent. Spring destroys the bean last that
 * was registered first.
 */
final class LogExportShutdown implements BeanFactoryPostProcessor, PriorityOrdered {

	private static final String NAME = "telemetryLastLogs";

	// Types of beans that records pass through. They are destroyed after the last record.
	private static final List<Class<?>> NEEDED = List.of(LogRecordExporter.class, LogRecordProcessor.class,
			SdkLoggerProvider.class);

	// Before the processors that register the end of spans.
	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE;
	}

	@Override
	public void postProcessBeanFactory(ConfigurableListableBeanFactory beanFactory) {
		if (beanFactory instanceof DefaultListableBeanFactory factory) {
			List<String> needed = needed(factory);
			needed.forEach((name) -> keepPlace(factory, name));
			factory.registerDisposableBean(NAME, () -> end(factory));
			needed.forEach((name) -> factory.registerDependentBean(name, NAME));
		}
	}

	private static List<String> needed(DefaultListableBeanFactory factory) {
		return NEEDED.stream().flatMap((type) -> Stream.of(factory.getBeanNamesForType(type, true, false))).toList();
	}

	// Reserves a place in the order of destruction: when Spring creates the bean, it
	// registers the bean under the same name, which keeps this place.
	private static void keepPlace(DefaultListableBeanFactory factory, String name) {
		if (!factory.containsSingleton(name)) {
			factory.registerDisposableBean(name, () -> {
			});
		}
	}

	// Looked up only now, because the bean may never have been created.
	private static void end(DefaultListableBeanFactory factory) {
		if (factory.getSingleton(EarlyLogs.EXPORT) instanceof LogExport export) {
			export.close((factory.getSingleton(ShutdownNames.SPAN_PIPELINES) instanceof SpanPipelines spans)
					? spans.shutdownTime() : Duration.ZERO);
		}
	}

}
