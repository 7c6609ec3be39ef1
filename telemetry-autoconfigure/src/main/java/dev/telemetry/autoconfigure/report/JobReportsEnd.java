package dev.telemetry.autoconfigure.report;

import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;

import dev.telemetry.autoconfigure.LastWork;
import dev.telemetry.autoconfigure.ShutdownNames;
import dev.telemetry.report.JobReports;

/**
 * Ends reports when the application ends, after the jobs that were still running, which
 * are reported as well. Reports are written and stored already while spans are sent,
 * which happens before.
 */
final class JobReportsEnd implements BeanFactoryPostProcessor {

	private static final String NAME = "telemetryLastReports";

	@Override
	public void postProcessBeanFactory(ConfigurableListableBeanFactory beanFactory) {
		if (beanFactory instanceof DefaultListableBeanFactory factory) {
			factory.registerDisposableBean(NAME, () -> LastWork.run(() -> end(factory)));
			factory.registerDependentBean(NAME, ShutdownNames.LAST_RECORDINGS);
			factory.registerDependentBean(NAME, ShutdownNames.LAST_SPANS);
		}
	}

	// Looked up only now, because the bean may never have been created.
	private static void end(DefaultListableBeanFactory factory) {
		if (factory.getSingleton(TelemetryJobReportAutoConfiguration.REPORTS) instanceof JobReports reports) {
			reports.close();
		}
	}

}
