package dev.telemetry.autoconfigure.report;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.config.DestructionAwareBeanPostProcessor;
import org.springframework.beans.factory.config.SingletonBeanRegistry;

import dev.telemetry.report.JobReports;
import dev.telemetry.report.ReportStore;

/**
 * Stores the remaining reports before a store is destroyed.
 */
final class StoresBeforeDestruction implements DestructionAwareBeanPostProcessor {

	private final BeanFactory beans;

	StoresBeforeDestruction(BeanFactory beans) {
		this.beans = beans;
	}

	@Override
	public boolean requiresDestruction(Object bean) {
		return bean instanceof ReportStore;
	}

	@Override
	public void postProcessBeforeDestruction(Object bean, String beanName) {
		if (bean instanceof ReportStore && this.beans instanceof SingletonBeanRegistry singletons
				&& singletons.getSingleton(TelemetryJobReportAutoConfiguration.REPORTS) instanceof JobReports reports) {
			reports.finish();
		}
	}

}
