package dev.telemetry.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * Columns of text for a terminal: the first one is aligned to the left, numbers to the
 * right.
 */
final class Table {

	private static final int WIDEST = 60;

	private final List<List<String>> rows = new ArrayList<>();

	private final int texts;

	private final int widestFirst;

	/**
	 * Creates a table.
	 * @param texts how many columns, from the first one on, are no numbers
	 * @param titles of the columns
	 */
	Table(int texts, String... titles) {
		this(texts, WIDEST, titles);
	}

	private Table(int texts, int widestFirst, String... titles) {
		this.texts = texts;
		this.widestFirst = widestFirst;
		add(titles);
	}

	/**
	 * A table whose first column is as wide as it has to be: for names that are to be
	 * copied.
	 * @param texts how many columns, from the first one on, are no numbers
	 * @param titles of the columns
	 */
	static Table ofNames(int texts, String... titles) {
		return new Table(texts, Integer.MAX_VALUE, titles);
	}

	void add(String... cells) {
		List<String> row = new ArrayList<>();
		for (String cell : cells) {
			row.add(Text.cut(cell, (row.isEmpty()) ? this.widestFirst : WIDEST));
		}
		this.rows.add(row);
	}

	void print(PrintWriter out) {
		int columns = this.rows.get(0).size();
		int[] widths = new int[columns];
		for (List<String> row : this.rows) {
			for (int i = 0; i < columns; i++) {
				widths[i] = Math.max(widths[i], Text.width(row.get(i)));
			}
		}
		for (List<String> row : this.rows) {
			StringBuilder line = new StringBuilder();
			for (int i = 0; i < columns; i++) {
				String cell = row.get(i);
				line.append((i < this.texts) ? Text.left(cell, widths[i]) : Text.right(cell, widths[i])).append("  ");
			}
			out.println(line.toString().stripTrailing());
		}
	}

}
