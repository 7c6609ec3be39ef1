package dev.telemetry.autoconfigure.report;

import java.io.IOException;
import java.nio.file.Path;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.ListableBeanFactory;

import dev.telemetry.report.NotStoredException;
import dev.telemetry.report.ReportStore;

/**
 * Selects the store of reports: a bean of the application, or else the configured one.
 * The bean is looked up only once all beans exist, because its dependencies may be
 * traced, and tracing depends on the reports. Thread safe.
 */
final class ReportStores {

	private final @Nullable ReportStore configured;

	private final ListableBeanFactory beans;

	private volatile @Nullable ReportStore bean;

	ReportStores(@Nullable ReportStore configured, ListableBeanFactory beans) {
		this.configured = configured;
		this.beans = beans;
	}

	/**
	 * Returns the store, or a placeholder for a bean that does not exist yet.
	 * @return the store, or {@code null} if there is none
	 */
	@Nullable ReportStore store() {
		return (hasBean()) ? this::store : this.configured;
	}

	private boolean hasBean() {
		String[] names = BeanFactoryUtils.beanNamesForTypeIncludingAncestors(this.beans, ReportStore.class, true,
				false);
		boolean onlyAzure = names.length == 1 && names[0].equals(TelemetryJobReportAutoConfiguration.AZURE_STORE);
		return (onlyAzure) ? this.configured == null : names.length > 0;
	}

	/**
	 * Looks up the bean. Called at start and not with the first report, because no bean
	 * is created any more when the application ends.
	 */
	void resolve() {
		if (hasBean()) {
			this.bean = this.beans.getBean(ReportStore.class);
		}
	}

	private void store(Path report, String jobId) throws IOException, InterruptedException {
		ReportStore target = this.bean;
		if (target == null) {
			throw new NotStoredException("the application has not started");
		}
		target.store(report, jobId);
	}

}
