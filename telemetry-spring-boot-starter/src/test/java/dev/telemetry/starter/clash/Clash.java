package dev.telemetry.starter.clash;

import java.time.Duration;
import java.util.List;

import dev.telemetry.starter.application.MatrixMain;
import dev.telemetry.starter.application.Run;
import dev.telemetry.starter.application.RunOutput;
import dev.telemetry.starter.application.WebApplication;
import dev.telemetry.starter.process.ChildProcess;
import dev.telemetry.starter.process.ClassPath;

/**
 * An application in which a jar of OpenTelemetry is older than all others: somebody has
 * pinned it, and nobody has noticed, because the application starts.
 *
 * @param name what is old
 * @param classPath class path of the application
 */
record Clash(String name, ClassPath classPath) {

	private static final Duration TIMEOUT = Duration.ofSeconds(60);

	/**
	 * Starts the application, sends requests and stops it. In a process of its own: a
	 * class that could not be initialized once fails in another way from then on.
	 */
	RunOutput run(String state, String... properties) throws Exception {
		Run run = new Run(this.name, state, List.of(WebApplication.class.getName()), List.of(properties));
		return RunOutput.of(run, new ChildProcess("clash-" + run.marker(), this.classPath, List.of(), MatrixMain.class,
				List.of(run.argument()))
			.run(TIMEOUT));
	}

	@Override
	public String toString() {
		return this.name;
	}

}
