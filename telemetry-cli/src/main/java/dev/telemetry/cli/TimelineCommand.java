package dev.telemetry.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;

import org.jspecify.annotations.Nullable;
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

	private static final int WIDEST = 1_000;

	private static final int DEFAULT_WIDTH = 120;

	/** What there is. */
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

	@Option(names = "--width", paramLabel = "CHARACTERS",
			description = "Width of the text (default: COLUMNS, else 120).")
	private @Nullable Integer width;

	@Mixin
	private Output output = new Output();

	@Override
	public Integer call() throws IOException {
		Path report = this.options.reports().find(this.job);
		JobSummary summary = this.options.summary(report);
		Reports.Spans spans = this.options.spans(report);
		SpanForest forest = new SpanForest(spans.all(), summary.number("wall_duration"));
		this.output.write(this.options.out(), (out) -> {
			switch (this.format) {
				case TEXT -> TextTimeline.write(summary, forest, Math.min(width(), WIDEST), out);
				case HTML -> HtmlTimeline.write(summary, forest, out);
				case SVG -> SvgTimeline.write(summary, forest, out);
			}
		});
		return this.options.damaged(summary, spans);
	}

	private int width() {
		Integer width = this.width;
		return (width != null) ? width : columns(System.getenv("COLUMNS"));
	}

	/**
	 * The width of the terminal, where a variable says it.
	 */
	static int columns(@Nullable String variable) {
		try {
			return (variable != null) ? Integer.parseInt(variable.strip()) : DEFAULT_WIDTH;
		}
		catch (NumberFormatException ex) {
			return DEFAULT_WIDTH;
		}
	}

}
