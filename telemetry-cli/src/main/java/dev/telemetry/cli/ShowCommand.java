package dev.telemetry.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import dev.telemetry.text.JsonBuffer;

/**
 * Shows the summary of a job.
 */
@Command(name = "show", mixinStandardHelpOptions = true,
		description = "Shows what a job did, the slowest first, and what made it long.")
final class ShowCommand implements Callable<Integer> {

	@Mixin
	private ReportOptions options = new ReportOptions();

	@Parameters(paramLabel = "JOB", description = "Id of the job, or the name of its directory.")
	private String job = "";

	@Option(names = "--json", description = "Print the summary as JSON.")
	private boolean json;

	@Override
	public Integer call() throws IOException {
		JobSummary summary = this.options.summary(this.options.reports().find(this.job));
		if (this.json) {
			JsonBuffer buffer = JsonBuffer.indented(2);
			JsonOutput.write(buffer, summary.json());
			this.options.out().println(JsonOutput.text(buffer));
		}
		else {
			print(summary, this.options.out());
		}
		return 0;
	}

	private static void print(JobSummary summary, PrintWriter out) {
		out.println(Text.cut(summary.text("job_id"), 200) + "  " + summary.outcome() + "  "
				+ Text.seconds(summary.number("wall_duration")));
		out.println("type " + Text.cut(summary.text("job_type"), 60) + ", queue " + Text.cut(summary.text("queue"), 60)
				+ ", service " + Text.cut(summary.text("service"), 60) + ", started "
				+ Text.cut(summary.text("started_at"), 40));
		if (!summary.error().isEmpty()) {
			out.println(Text.cut(summary.error(), 300));
		}
		if (!summary.text("skip_reason").isEmpty()) {
			out.println("skipped: " + Text.cut(summary.text("skip_reason"), 200));
		}
		if (summary.number("truncated_spans") > 0) {
			out.println("Spans that are counted here and have no line: " + summary.text("truncated_spans"));
		}
		out.println();
		printNames(summary.names(), out);
		printCriticalPath(summary, out);
	}

	private static void printNames(List<NameRow> names, PrintWriter out) {
		Table table = new Table(1, "NAME", "COUNT", "ERRORS", "TOTAL", "MEAN", "P95", "MAX");
		names.forEach((name) -> table.add(name.name(), Long.toString(name.count()), Long.toString(name.errors()),
				Text.seconds(name.total()), Text.seconds(name.mean()), Text.seconds(name.p95()),
				Text.seconds(name.max())));
		table.print(out);
	}

	private static void printCriticalPath(JobSummary summary, PrintWriter out) {
		List<NameRow> critical = summary.names()
			.stream()
			.filter((name) -> name.critical() > 0)
			.sorted(Comparator.comparingDouble(NameRow::critical).reversed())
			.toList();
		if (critical.isEmpty()) {
			return;
		}
		out.println();
		Table table = new Table(1, "CRITICAL PATH", "DURATION", "SHARE");
		double wall = summary.number("wall_duration");
		critical.forEach((name) -> table.add(name.name(), Text.seconds(name.critical()),
				(wall > 0) ? Text.percent(name.critical() / wall) : ""));
		table.print(out);
	}

}
