package dev.telemetry.autoconfigure.logs;

import org.springframework.beans.factory.BeanFactoryInitializer;
import org.springframework.beans.factory.ListableBeanFactory;

import dev.telemetry.autoconfigure.EarlyLogs;

/**
 * Opens the export of log records before other beans are created, so that a failure of
 * their creation is exported.
 */
final class FirstOfBeans implements BeanFactoryInitializer<ListableBeanFactory> {

	@Override
	public void initialize(ListableBeanFactory beanFactory) {
		beanFactory.getBean(EarlyLogs.EXPORT);
	}

}
