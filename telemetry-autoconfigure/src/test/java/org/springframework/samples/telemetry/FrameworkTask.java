package org.springframework.samples.telemetry;

import java.util.concurrent.CountDownLatch;

/**
 * A task that an application has not written, but Spring.
 */
public final class FrameworkTask implements Runnable {

	private final CountDownLatch ran = new CountDownLatch(1);

	@Override
	public void run() {
		this.ran.countDown();
	}

	/**
	 * Counted down when it has run.
	 */
	public CountDownLatch ran() {
		return this.ran;
	}

}
