package dev.telemetry.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Objects;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Where reports are, and where a command prints.
 */
final class ReportOptions {

	@Option(names = "--dir", paramLabel = "DIR", defaultValue = "${env:TELEMETRY_REPORT_DIR:-./telemetry}",
			description = "Directory that has the directory jobs (default: TELEMETRY_REPORT_DIR, else ./telemetry).")
	private Path directory = Path.of("telemetry");

	@Spec(Spec.Target.MIXEE)
	private @Nullable CommandSpec spec;

	Reports reports() {
		return new Reports(this.directory);
	}

	PrintWriter out() {
		return command().getOut();
	}

	PrintWriter err() {
		return command().getErr();
	}

	Progress progress() {
		return new Progress(err(), CommandLine.Help.Ansi.AUTO.enabled(), System::nanoTime);
	}

	private CommandLine command() {
		return Objects.requireNonNull(this.spec).commandLine();
	}

	/**
	 * Says that lines are missing.
	 * @return the exit code
	 */
	int damaged(int lines) {
		if (lines == 0) {
			return 0;
		}
		err().println("telemetry: " + lines + ((lines == 1) ? " line of the report is" : " lines of the report are")
				+ " damaged and left out");
		return TelemetryCli.DAMAGED;
	}

}
