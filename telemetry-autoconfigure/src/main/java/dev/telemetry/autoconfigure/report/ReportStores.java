package dev.telemetry.autoconfigure.report;

import java.io.IOException;
import java.nio.file.Path;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.ListableBeanFactory;

import dev.telemetry.report.NotStoredException;
import dev.telemetry.report.ReportStore;

/**
 * Where reports are stored too: by a bean of the application, else as it is configured.
 * The bean is asked for only once all beans are there: what it needs may be traced, and
 * tracing needs the reports. Thread safe.
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
	 * Returns the store, or one that stands for a bean which is not there yet.
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
	 * Gets the bean. Not with the first report: no bean is made any more when the
	 * application ends.
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
