package dev.telemetry.autoconfigure.logs;

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

/**
 * Ends the export of log records as the last thing of all, so that what is logged while
 * beans are destroyed and spans are sent gets out as well: a bean that is destroyed last
 * is one that was there first.
 */
final class LogExportShutdown implements BeanFactoryPostProcessor, PriorityOrdered {

	private static final String NAME = "telemetryLastLogs";

	// What records go through: destroyed after the last of them.
	private static final List<Class<?>> NEEDED = List.of(LogRecordExporter.class, LogRecordProcessor.class,
			SdkLoggerProvider.class);

	// Before those that register what ends spans.
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

	// Spring registers a bean by the same name when it makes it, and it keeps this place.
	private static void keepPlace(DefaultListableBeanFactory factory, String name) {
		if (!factory.containsSingleton(name)) {
			factory.registerDisposableBean(name, () -> {
			});
		}
	}

	// Asked for only now: it may never have been made.
	private static void end(DefaultListableBeanFactory factory) {
		if (factory.getSingleton(EarlyLogs.EXPORT) instanceof LogExport export) {
			export.close();
		}
	}

}
