package dev.telemetry.sample.docs;

import java.time.Duration;

import org.springframework.scheduling.TaskScheduler;
import org.springframework.stereotype.Component;

/**
 * A task of a scheduler, as the page shows it.
 */
@Component
class StockTasks {

	private final TaskScheduler scheduler;

	StockTasks(TaskScheduler scheduler) {
		this.scheduler = scheduler;
	}

	void start() {
		this.scheduler.scheduleWithFixedDelay(this::refresh, Duration.ofMinutes(5));
	}

	private void refresh() {
	}

}
