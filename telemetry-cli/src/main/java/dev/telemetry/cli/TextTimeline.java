package dev.telemetry.cli;

import java.io.PrintWriter;
import java.util.Arrays;

/**
 * A timeline for a terminal.
 */
final class TextTimeline {

	private static final int LABEL = 32;

	private static final int NUMBERS = 24;

	private static final int NARROWEST = 20;

	private static final int MAX_INDENT = 10;

	private TextTimeline() {
	}

	static void write(JobSummary summary, SpanForest forest, int width, PrintWriter out) {
		int bars = Math.max(NARROWEST, width - LABEL - NUMBERS);
		double wall = Math.max(summary.number("wall_duration"), Double.MIN_NORMAL);
		out.println(Text.cut(summary.text("job_id"), 100) + "  " + summary.outcome() + "  "
				+ Text.seconds(summary.number("wall_duration")) + "   (* is what the job waited for)");
		TimelineRow.First first = TimelineRow.of(forest);
		for (TimelineRow row : first.rows()) {
			String indent = "  ".repeat(Math.min(MAX_INDENT, row.depth()));
			out.println(Text.left(Text.cut(indent + row.label(), LABEL), LABEL) + " |" + bar(row, wall, bars) + "| "
					+ Text.right(Text.seconds(row.seconds()), 9)
					+ ((row.critical() > 0) ? Text.right("*" + Text.percent(row.critical() / wall), 7) : "")
					+ ((row.errors() > 0) ? " " + row.errors() + " failed" : ""));
		}
		if (first.more()) {
			out.println("... and more");
		}
	}

	private static String bar(TimelineRow row, double wall, int width) {
		char[] bar = new char[width];
		Arrays.fill(bar, ' ');
		for (TimelineRow.Bar part : row.bars()) {
			int from = column(part.start() / wall, width);
			int to = Math.max(from, column(part.end() / wall - 1.0 / width / 2, width));
			Arrays.fill(bar, from, to + 1, '=');
		}
		return new String(bar);
	}

	private static int column(double share, int width) {
		return Math.max(0, Math.min(width - 1, (int) (share * width)));
	}

}
