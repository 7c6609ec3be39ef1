package dev.telemetry.starter.application;

import java.io.PrintStream;

import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Calls each method once, and prints how often each was measured.
 */
public final class ObservedMain {

	private ObservedMain() {
	}

	public static void main(String[] args) {
		PrintStream out = System.out;
		try (ConfigurableApplicationContext context = SpringApplication.run(ObservedApplication.class, args)) {
			ObservedApplication.Methods methods = context.getBean(ObservedApplication.Methods.class);
			methods.both();
			methods.alone();
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			for (String name : new String[] { "both", "alone", "timed.both", "job.run" }) {
				out.println("METER " + name + " "
						+ registry.find(name).timers().stream().mapToLong((timer) -> timer.count()).sum());
			}
		}
	}

}
