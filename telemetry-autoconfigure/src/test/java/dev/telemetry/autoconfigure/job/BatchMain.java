package dev.telemetry.autoconfigure.job;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;

/**
 * Runs the batch as a program of its own, which ends when its main method does.
 */
public final class BatchMain {

	private BatchMain() {
	}

	public static void main(String[] args) {
		SpringApplication application = new SpringApplication(ShortLivedApplicationTests.Batch.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		application.run(args);
	}

}
