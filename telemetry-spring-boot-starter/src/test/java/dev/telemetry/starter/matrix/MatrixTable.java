package dev.telemetry.starter.matrix;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.telemetry.starter.application.Run;

/**
 * What users see of each run, as a table of the documentation. What was not run stays as
 * it was.
 */
final class MatrixTable {

	private static final String BEGIN = "<!-- matrix:begin -->\n";

	private static final String END = "<!-- matrix:end -->";

	private static final String BORDER = " | ";

	private final List<Result> results;

	MatrixTable(List<Result> results) {
		this.results = results;
	}

	String replaceIn(String page) {
		int begin = page.indexOf(BEGIN);
		int end = page.indexOf(END);
		if (begin < 0 || end < begin) {
			throw new IllegalStateException("The page has no place for the table");
		}
		int table = begin + BEGIN.length();
		return page.substring(0, table) + table(page.substring(table, end)) + page.substring(end);
	}

	private String table(String before) {
		StringBuilder table = new StringBuilder(row("application", Arrays.stream(State.values()).map(State::label)));
		table.append(row("---", Arrays.stream(State.values()).map((state) -> "---")));
		for (Variant variant : Variants.all()) {
			table.append(
					row(variant.name(), Arrays.stream(State.values()).map((state) -> cell(variant, state, before))));
		}
		return table.toString();
	}

	private static String row(String first, Stream<String> cells) {
		return "| " + first + BORDER + cells.collect(Collectors.joining(BORDER)) + " |\n";
	}

	private String cell(Variant variant, State state, String before) {
		return this.results.stream()
			.filter((result) -> result.variant().name().equals(variant.name()) && result.state() == state)
			.findFirst()
			.map(MatrixTable::cell)
			.orElseGet(() -> cellBefore(variant, state, before));
	}

	private static String cellBefore(Variant variant, State state, String before) {
		String row = "| " + variant.name() + BORDER;
		return before.lines()
			.filter((line) -> line.startsWith(row))
			.findFirst()
			.map((line) -> line.substring(row.length()).split(Pattern.quote(BORDER), -1)[state.ordinal()])
			.map((cell) -> cell.replaceAll(" \\|$", ""))
			.orElse("not run");
	}

	private static String cell(Result result) {
		List<String> words = new ArrayList<>();
		String first = result.marker() + 0;
		result.received(first).stream().map((span) -> "span" + maker(span.scopeName())).sorted().forEach(words::add);
		if (result.output().printedSpans(first) > 0) {
			words.add("span on console");
		}
		if (result.output().number("seen") > 0) {
			words.add("bean used");
		}
		if (result.output().hasIds()) {
			words.add("ids");
		}
		if (result.output().number("measured") == Run.REQUESTS) {
			words.add("scrape");
		}
		if (!result.output().warnings(true).isEmpty()) {
			words.add("warns");
		}
		return (words.isEmpty()) ? "nothing" : String.join(", ", words);
	}

	// Who else may make the span of a request.
	private static String maker(String scope) {
		if (scope.startsWith("dev.telemetry")) {
			return "";
		}
		return (scope.startsWith("org.springframework.boot")) ? " by Spring Boot" : " by OpenTelemetry";
	}

}
