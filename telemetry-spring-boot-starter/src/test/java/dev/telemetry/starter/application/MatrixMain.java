package dev.telemetry.starter.application;

import java.io.PrintStream;

/**
 * Starts one application after the other in a process of its own.
 */
public final class MatrixMain {

	private MatrixMain() {
	}

	public static void main(String[] args) {
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

}
