package dev.telemetry.starter.application;

import java.io.PrintStream;

import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Starts an application and stops it at once. Arguments are those of the application.
 */
public final class StartMain {

	/** A line that is printed between the start and the stop. */
	public static final String STARTED = "STARTED";

	/** What a line with the numbers of {@link Definitions} begins with. */
	public static final String DEFINED = "DEFINED ";

	private StartMain() {
	}

	public static void main(String[] args) {
		PrintStream out = System.out;
		try (ConfigurableApplicationContext context = new SpringApplication(WebApplication.class).run(args)) {
			out.println(STARTED);
			out.println(DEFINED + new Definitions(context));
		}
	}

}
