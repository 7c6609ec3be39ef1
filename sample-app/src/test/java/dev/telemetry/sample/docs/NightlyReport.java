package dev.telemetry.sample.docs;

import org.springframework.stereotype.Component;

import dev.telemetry.record.TimedJob;

/**
 * A job by annotation, as the page shows it.
 */
@Component
class NightlyReport {

	@TimedJob(queue = "${shop.report.queue:night}", type = "report")
	void create() {
	}

}
