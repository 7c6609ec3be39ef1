package dev.telemetry.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A timeline as a picture for documents, without scripts.
 */
final class SvgTimeline {

	private static final int ROW = 20;

	private static final int TOP = 44;

	private static final int LABEL = 260;

	private static final int BARS = 800;

	private static final int NUMBERS = 180;

	private static final int WIDTH = LABEL + BARS + NUMBERS;

	private static final int TICKS = 4;

	private static final int CHARACTERS = 36;

	private static final int MAX_INDENT = 10;

	/**
	 * From this share of its time on, what the job waited for has a colour of its own.
	 */
	private static final double MUCH = 0.1;

	private SvgTimeline() {
	}

	static void write(JobSummary summary, SpanForest forest, PrintWriter out) {
		double wall = Math.max(summary.number("wall_duration"), Double.MIN_NORMAL);
		TimelineRow.First first = TimelineRow.of(forest);
		List<TimelineRow> rows = first.rows();
		int height = TOP + (rows.size() + ((first.more()) ? 1 : 0)) * ROW + 10;
		out.println("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"" + WIDTH + "\" height=\"" + height
				+ "\" viewBox=\"0 0 " + WIDTH + " " + height + "\" font-family=\"sans-serif\" font-size=\"12\">");
		out.println("<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>");
		out.println(text(8, 18, "", summary.text("job_id") + "  " + summary.outcome() + "  "
				+ Text.seconds(summary.number("wall_duration"))));
		for (int i = 0; i <= TICKS; i++) {
			int x = LABEL + BARS * i / TICKS;
			out.println("<path d=\"M" + x + " " + (TOP - 6) + "V" + height + "\" stroke=\"#dddddd\"/>");
			out.println(text(x, TOP - 10, " text-anchor=\"middle\" fill=\"#666666\"", Text.seconds(wall * i / TICKS)));
		}
		for (int i = 0; i < rows.size(); i++) {
			write(rows.get(i), TOP + i * ROW, wall, out);
		}
		if (first.more()) {
			out.println(text(8, height - 16, "", "... and more"));
		}
		out.println("</svg>");
	}

	private static void write(TimelineRow row, int y, double wall, PrintWriter out) {
		int indent = Math.min(MAX_INDENT, row.depth()) * 12;
		out.println("<g><title>" + xml(Text.cut(row.label(), 200) + "  " + Text.seconds(row.seconds())) + "</title>");
		out.println(text(8 + indent, y + 14, "",
				Text.cut(row.label(), CHARACTERS - 2 * Math.min(MAX_INDENT, row.depth()))));
		String color = (row.critical() >= MUCH * wall) ? "#e07b00" : "#2f6fd0";
		boolean overlap = row.bars().size() > 1 && row.bars().size() <= BARS;
		// Those that failed are not below others.
		shown(row.bars(), wall).stream().sorted(Comparator.comparing(TimelineRow.Bar::failed)).forEach((bar) -> {
			String opacity = (overlap && !bar.failed()) ? " fill-opacity=\"0.4\"" : "";
			double x = LABEL + BARS * Math.min(1, Math.max(0, bar.start() / wall));
			double width = Math.max(1, Math.min(LABEL + BARS - x, BARS * (bar.end() - bar.start()) / wall));
			out.println(Text.format("<rect x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"%s\"%s/>", x, y + 3,
					width, ROW - 6, (bar.failed()) ? "#b3261e" : color, opacity));
		});
		String failed = (row.errors() > 0) ? " " + row.errors() + " failed" : "";
		String share = (row.critical() > 0) ? " *" + Text.percent(row.critical() / wall) : "";
		out.println(text(LABEL + BARS + 6, y + 14, "", Text.seconds(row.seconds()) + share + failed));
		out.println("</g>");
	}

	// Of a great many bars, those that nobody could tell apart are one.
	private static List<TimelineRow.Bar> shown(List<TimelineRow.Bar> bars, double wall) {
		if (bars.size() <= BARS) {
			return bars;
		}
		List<TimelineRow.Bar> shown = merged(bars, false, wall / BARS);
		shown.addAll(merged(bars, true, wall / BARS));
		return shown;
	}

	private static List<TimelineRow.Bar> merged(List<TimelineRow.Bar> bars, boolean failed, double gap) {
		List<TimelineRow.Bar> merged = new ArrayList<>();
		for (TimelineRow.Bar bar : bars) {
			int last = merged.size() - 1;
			if (bar.failed() == failed) {
				if (last >= 0 && bar.start() - merged.get(last).end() < gap) {
					merged.set(last, new TimelineRow.Bar(merged.get(last).start(),
							Math.max(merged.get(last).end(), bar.end()), failed));
				}
				else {
					merged.add(bar);
				}
			}
		}
		return merged;
	}

	private static String text(int x, int y, String attributes, String text) {
		return "<text x=\"" + x + "\" y=\"" + y + "\"" + attributes + ">" + xml(Text.plain(text)) + "</text>";
	}

	private static String xml(String text) {
		return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;");
	}

}
