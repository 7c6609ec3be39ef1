package dev.telemetry.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Objects;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import dev.telemetry.report.ReportFiles;

/**
 * Where reports are, and where a command prints.
 */
final class ReportOptions {

	private static final Path DEFAULT = Path.of("telemetry");

	@Option(names = "--dir", paramLabel = "DIR", defaultValue = "${env:TELEMETRY_REPORT_DIR:-./telemetry}",
			description = "Directory that has the directory jobs (default: TELEMETRY_REPORT_DIR, else ./telemetry).")
	private Path directory = DEFAULT;

	private boolean saidNewer;

	@Spec(Spec.Target.MIXEE)
	private @Nullable CommandSpec spec;

	Reports reports() {
		// A variable that is empty is one that is not set.
		return new Reports((this.directory.toString().isEmpty()) ? DEFAULT : this.directory);
	}

	PrintWriter out() {
		return command().getOut();
	}

	PrintWriter err() {
		return command().getErr();
	}

	/**
	 * Reads a summary. Says once if a newer version has written one.
	 * @throws DamagedException if it is damaged
	 */
	JobSummary summary(Path report) throws IOException {
		JobSummary summary = Reports.summary(report);
		if (summary.number("schema") > ReportFiles.SCHEMA && !this.saidNewer) {
			this.saidNewer = true;
			err().println("telemetry: " + Text.plain(report.getFileName().toString())
					+ " was written by a newer version: what this one does not know is not shown");
		}
		return summary;
	}

	/**
	 * Reads the spans of a job.
	 */
	Reports.Spans spans(Path report) throws IOException {
		return Reports.spans(report, new Progress(err(), CommandLine.Help.Ansi.AUTO.enabled(), System::nanoTime));
	}

	private boolean ofOneRun(JobSummary summary, Reports.Spans spans) {
		String traceId = summary.text("trace_id");
		boolean one = traceId.isEmpty() || spans.all().isEmpty()
				|| spans.all().stream().anyMatch((span) -> span.traceId().equals(traceId));
		if (!one) {
			err().println("telemetry: summary and spans are of two runs with the same name, which ended at once");
		}
		return one;
	}

	private CommandLine command() {
		return Objects.requireNonNull(this.spec).commandLine();
	}

	/**
	 * Says that lines are missing, or are those of another run.
	 * @return the exit code
	 */
	int damaged(JobSummary summary, Reports.Spans spans) {
		int lines = spans.damaged();
		if (lines == 0) {
			return ofOneRun(summary, spans) ? 0 : TelemetryCli.DAMAGED;
		}
		err().println("telemetry: " + lines + ((lines == 1) ? " line of the report is" : " lines of the report are")
				+ " damaged and left out");
		return TelemetryCli.DAMAGED;
	}

}
