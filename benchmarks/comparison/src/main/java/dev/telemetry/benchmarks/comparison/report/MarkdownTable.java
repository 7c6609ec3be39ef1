package dev.telemetry.benchmarks.comparison.report;

import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;

/**
 * A table in Markdown. Its first column is text, the others are numbers.
 */
final class MarkdownTable {

	private final List<String> lines = new ArrayList<>();

	MarkdownTable(String... columns) {
		row(columns);
		this.lines.add("|---|" + "---:|".repeat(columns.length - 1));
	}

	MarkdownTable row(String... cells) {
		StringJoiner row = new StringJoiner(" | ", "| ", " |");
		for (String cell : cells) {
			row.add(cell);
		}
		this.lines.add(row.toString());
		return this;
	}

	@Override
	public String toString() {
		return String.join("\n", this.lines) + "\n";
	}

}
