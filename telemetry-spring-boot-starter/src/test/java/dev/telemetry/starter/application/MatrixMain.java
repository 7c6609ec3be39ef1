package dev.telemetry.starter.application;

import java.io.PrintStream;

import org.springframework.boot.devtools.restart.Restarter;
import org.springframework.util.ClassUtils;

/**
 * Starts one application after the other in a process of its own. With Spring Boot's
 * DevTools, all of them in their class loader for what is under development.
 */
public final class MatrixMain {

	private MatrixMain() {
	}

	public static void main(String[] args) {
		if (ClassUtils.isPresent("org.springframework.boot.devtools.restart.Restarter", null)) {
			Restart.once(args);
		}
		PrintStream out = System.out;
		for (String argument : args) {
			Run run = Run.of(argument);
			out.println(run.begin());
			Facts facts = new ApplicationRun(run).facts();
			out.println(run.end() + facts);
		}
		// Whatever is still running must not keep the process alive.
		System.exit(0);
	}

	/**
	 * Links to what most class paths lack.
	 */
	private static final class Restart {

		// Ends this thread, and begins anew in another one, where it does nothing.
		static void once(String[] args) {
			Restarter.initialize(args);
		}

	}

}
