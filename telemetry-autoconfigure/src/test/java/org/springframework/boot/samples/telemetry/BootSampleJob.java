package org.springframework.boot.samples.telemetry;

import dev.telemetry.record.TimedJob;

/**
 * A bean of an application that lives below the packages of Spring Boot.
 */
public class BootSampleJob {

	/**
	 * Does its work.
	 */
	@TimedJob(queue = "boot")
	public void work() {
	}

}
