package dev.telemetry.autoconfigure.report;

import org.springframework.context.SmartLifecycle;

import dev.telemetry.report.JobReports;

/**
 * Lets what is over be reported and stored while there still is everything that a store
 * may need: after executors and the web server have stopped, and before beans are
 * destroyed. Gets the store before anything else starts.
 */
final class JobReportsLifecycle implements SmartLifecycle {

	private final JobReports reports;

	private final ReportStores stores;

	private volatile boolean running;

	JobReportsLifecycle(JobReports reports, ReportStores stores) {
		this.reports = reports;
		this.stores = stores;
	}

	@Override
	public void start() {
		this.stores.resolve();
		this.reports.resume();
		this.running = true;
	}

	@Override
	public void stop() {
		this.running = false;
		this.reports.finish();
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
