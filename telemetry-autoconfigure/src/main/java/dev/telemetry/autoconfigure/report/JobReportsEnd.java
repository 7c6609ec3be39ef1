package dev.telemetry.autoconfigure.report;

import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;

import dev.telemetry.autoconfigure.LastWork;
import dev.telemetry.autoconfigure.ShutdownNames;
import dev.telemetry.report.JobReports;

/**
 * Ends reports when the application ends, after the jobs that were still running: those
 * are reported as well. While spans are sent, which is done before, reports are written
 * and stored already.
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

	// Asked for only now: it may never have been made.
	private static void end(DefaultListableBeanFactory factory) {
		if (factory.getSingleton(TelemetryJobReportAutoConfiguration.REPORTS) instanceof JobReports reports) {
			reports.close();
		}
	}

}
