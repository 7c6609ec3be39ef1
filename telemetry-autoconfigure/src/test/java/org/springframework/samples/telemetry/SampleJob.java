package org.springframework.samples.telemetry;

import dev.telemetry.record.TimedJob;

/**
 * A bean of an application that lives below a package of Spring.
 */
public class SampleJob {

	/**
	 * Does its work.
	 */
	@TimedJob(queue = "sample")
	public void work() {
	}

}
