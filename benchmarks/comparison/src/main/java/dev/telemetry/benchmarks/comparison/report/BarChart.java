package dev.telemetry.benchmarks.comparison.report;

import java.util.List;
import java.util.Locale;

/**
 * Bars that lie one below the other, as SVG: a panel for each thing that was measured.
 * Bars of ours are green.
 */
final class BarChart {

	private static final int WIDTH = 860;

	private static final int LABELS = 300;

	private static final int BARS = 430;

	private static final int ROW = 22;

	private static final int HEAD = 40;

	private final StringBuilder panels = new StringBuilder();

	private int height = 10;

	/**
	 * Adds a panel.
	 * @param title what was measured
	 * @param unit its unit
	 * @param bars the bars
	 * @return this
	 */
	BarChart panel(String title, String unit, List<Bar> bars) {
		double most = bars.stream().mapToDouble(Bar::value).max().orElse(1);
		text(10, this.height + 18, "start", "title", title);
		int y = this.height + HEAD - 10;
		for (Bar bar : bars) {
			double width = Math.max(1, bar.value() / most * BARS);
			text(LABELS - 8, y + 15, "end", "label", bar.label());
			this.panels.append(String.format(Locale.ROOT,
					"<rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" rx=\"2\" fill=\"%s\"/>%n", LABELS, y + 2,
					width, ROW - 4, (bar.ours()) ? "#2da44e" : "#8c959f"));
			text(LABELS + (int) width + 6, y + 15, "start", "label",
					String.format(Locale.ROOT, "%,.0f %s", bar.value(), unit));
			y += ROW;
		}
		this.height = y + 10;
		return this;
	}

	private void text(int x, int y, String anchor, String style, String text) {
		this.panels
			.append(String.format(Locale.ROOT, "<text x=\"%d\" y=\"%d\" text-anchor=\"%s\" class=\"%s\">%s</text>%n", x,
					y, anchor, style, text.replace("&", "&amp;").replace("<", "&lt;")));
	}

	/**
	 * Returns the picture.
	 * @return the picture as SVG
	 */
	String svg() {
		return String.format(Locale.ROOT, """
				<svg xmlns="http://www.w3.org/2000/svg" width="%1$d" height="%2$d" viewBox="0 0 %1$d %2$d">
				<style>
				text { font-family: system-ui, sans-serif; fill: #1f2328; }
				.title { font-size: 15px; font-weight: 600; }
				.label { font-size: 12px; }
				</style>
				<rect width="%1$d" height="%2$d" fill="#ffffff"/>
				%3$s</svg>
				""", WIDTH, this.height, this.panels);
	}

	/**
	 * A bar.
	 *
	 * @param label what it is
	 * @param value how long it is
	 * @param ours whether it is one of ours
	 */
	record Bar(String label, double value, boolean ours) {

	}

}
