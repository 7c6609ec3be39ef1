package dev.telemetry.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Draws a job over time.
 */
@Command(name = "timeline", mixinStandardHelpOptions = true,
		description = { "Draws what a job did over time: as text, as a page for a browser, or as a picture.",
				"More than 5 spans of one name below the same span share a row in text and picture." })
final class TimelineCommand implements Callable<Integer> {

	/** What there is. */
	private static final int WIDEST = 1_000;

	enum Format {

		TEXT, HTML, SVG

	}

	@Mixin
	private ReportOptions options = new ReportOptions();

	@Parameters(paramLabel = "JOB", description = "Id of the job, or the name of its directory.")
	private String job = "";

	@Option(names = "--format", paramLabel = "FORMAT", defaultValue = "text",
			description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE})")
	private Format format = Format.TEXT;

	@Option(names = "--width", paramLabel = "CHARACTERS", defaultValue = "${env:COLUMNS:-120}",
			description = "Width of the text (default: COLUMNS, else 120).")
	private int width = 120;

	@Mixin
	private Output output = new Output();

	@Override
	public Integer call() throws IOException {
		Path report = this.options.reports().find(this.job);
		JobSummary summary = Reports.summary(report);
		Reports.Spans spans = Reports.spans(report, this.options.progress());
		SpanForest forest = new SpanForest(spans.all(), summary.number("wall_duration"));
		this.output.write(this.options.out(), (out) -> {
			switch (this.format) {
				case TEXT -> TextTimeline.write(summary, forest, Math.min(this.width, WIDEST), out);
				case HTML -> HtmlTimeline.write(summary, forest, spans.all().size(), out);
				case SVG -> SvgTimeline.write(summary, forest, out);
			}
		});
		return this.options.damaged(spans.damaged());
	}

}
