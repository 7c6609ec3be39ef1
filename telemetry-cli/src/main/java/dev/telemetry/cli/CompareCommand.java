package dev.telemetry.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/**
 * Compares two jobs.
 */
@Command(name = "compare", mixinStandardHelpOptions = true,
		description = "Compares two jobs by name, what has changed most first.")
final class CompareCommand implements Callable<Integer> {

	private static final NameRow NOTHING = new NameRow("", 0, 0, 0, 0, 0, 0, 0);

	@Mixin
	private ReportOptions options = new ReportOptions();

	@Parameters(index = "0", paramLabel = "A", description = "The job before.")
	private String before = "";

	@Parameters(index = "1", paramLabel = "B", description = "The job after.")
	private String after = "";

	@Override
	public Integer call() throws IOException {
		JobSummary before = this.options.summary(this.options.reports().find(this.before));
		JobSummary after = this.options.summary(this.options.reports().find(this.after));
		PrintWriter out = this.options.out();
		out.println(Text.cut(before.text("job_id"), 100) + " " + before.outcome() + "  ->  "
				+ Text.cut(after.text("job_id"), 100) + " " + after.outcome());
		out.println("duration " + Text.seconds(before.number("wall_duration")) + "  ->  "
				+ Text.seconds(after.number("wall_duration")) + "  "
				+ change(before.number("wall_duration"), after.number("wall_duration")));
		out.println();
		print(changes(before, after), out);
		return 0;
	}

	private static List<Change> changes(JobSummary before, JobSummary after) {
		Map<String, Change> changes = new LinkedHashMap<>();
		before.names().forEach((row) -> changes.put(row.name(), new Change(row.name(), row, NOTHING)));
		after.names()
			.forEach((row) -> changes.merge(row.name(), new Change(row.name(), NOTHING, row),
					(old, added) -> new Change(row.name(), old.before, row)));
		List<Change> sorted = new ArrayList<>(changes.values());
		sorted.sort(Comparator.comparingDouble((Change change) -> Math.abs(change.total()))
			.reversed()
			.thenComparing(Change::name));
		return sorted;
	}

	private static void print(List<Change> changes, PrintWriter out) {
		Table table = new Table(1, "NAME", "COUNT", "TOTAL A", "TOTAL B", "CHANGE", "MEAN A", "MEAN B", "ERRORS");
		changes.forEach((change) -> table.add(change.name, pair(change.before.count(), change.after.count()),
				Text.seconds(change.before.total()), Text.seconds(change.after.total()),
				change(change.before.total(), change.after.total()), Text.seconds(change.before.mean()),
				Text.seconds(change.after.mean()), pair(change.before.errors(), change.after.errors())));
		table.print(out);
	}

	private static String pair(long before, long after) {
		return (before == after) ? Long.toString(after) : before + " -> " + after;
	}

	private static String change(double before, double after) {
		if (before <= 0) {
			return (after > 0) ? "new" : "";
		}
		return (after <= 0) ? "gone" : Text.format("%+.0f %%", (after / before - 1) * 100);
	}

	/**
	 * What became of the spans of one name.
	 */
	private record Change(String name, NameRow before, NameRow after) {

		double total() {
			return this.after.total() - this.before.total();
		}

	}

}
