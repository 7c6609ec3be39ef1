package dev.telemetry.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Writes the spans of a job in another format.
 */
@Command(name = "export", mixinStandardHelpOptions = true, description = {
		"Writes the spans of a job in another format.",
		"Formats: csv for spreadsheets, json as one document, chrome for Perfetto, speedscope and chrome://tracing." })
final class ExportCommand implements Callable<Integer> {

	/** What there is. */
	enum Format {

		CSV, JSON, CHROME

	}

	@Mixin
	private ReportOptions options = new ReportOptions();

	@Parameters(paramLabel = "JOB", description = "Id of the job, or the name of its directory.")
	private String job = "";

	@Option(names = "--format", paramLabel = "FORMAT", required = true, description = "${COMPLETION-CANDIDATES}")
	private Format format = Format.CSV;

	@Mixin
	private Output output = new Output();

	@Override
	public Integer call() throws IOException {
		Path report = this.options.reports().find(this.job);
		JobSummary summary = this.options.summary(report);
		Reports.Spans spans = this.options.spans(report);
		this.output.write(this.options.out(), (out) -> {
			switch (this.format) {
				case CSV -> Csv.write(spans.all(), out);
				case JSON -> JsonDocument.write(summary, spans.all(), out);
				case CHROME -> ChromeTrace.write(summary, spans.all(), out);
			}
		});
		return this.options.damaged(summary, spans);
	}

}
