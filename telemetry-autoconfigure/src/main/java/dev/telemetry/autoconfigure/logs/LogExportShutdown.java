package dev.telemetry.autoconfigure.logs;

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

	// Before those that register what ends spans.
	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE;
	}

	@Override
	public void postProcessBeanFactory(ConfigurableListableBeanFactory beanFactory) {
		if (beanFactory instanceof DefaultListableBeanFactory factory) {
			factory.registerDisposableBean(NAME, () -> end(factory));
		}
	}

	// Asked for only now: it may never have been made.
	private static void end(DefaultListableBeanFactory factory) {
		if (factory.getSingleton(EarlyLogs.EXPORT) instanceof LogExport export) {
			export.close();
		}
	}

}
