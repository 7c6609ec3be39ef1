package dev.telemetry.autoconfigure.report;

import org.springframework.context.SmartLifecycle;

import dev.telemetry.autoconfigure.LastWork;
import dev.telemetry.report.JobReports;

/**
 * Finishes the reports of ended jobs while all beans exist that a store may need: after
 * executors and the web server have stopped, and before beans are destroyed. Resolves the
 * store before anything else starts.
 */
final class JobReportsLifecycle implements SmartLifecycle {

	private final JobReports reports;

	private final ReportStores stores;

	private final boolean wanted;

	private volatile boolean running;

	/**
	 * Creates the lifecycle.
	 * @param reports the reports
	 * @param stores the stores
	 * @param wanted whether there are spans to report
	 */
	JobReportsLifecycle(JobReports reports, ReportStores stores, boolean wanted) {
		this.reports = reports;
		this.stores = stores;
		this.wanted = wanted;
	}

	@Override
	public void start() {
		if (!this.wanted) {
			return;
		}
		this.stores.resolve();
		this.reports.resume();
		this.running = true;
	}

	@Override
	public void stop() {
		this.running = false;
		LastWork.run(this.reports::finish);
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	@Override
	public int getPhase() {
		return Integer.MIN_VALUE;
	}

}
