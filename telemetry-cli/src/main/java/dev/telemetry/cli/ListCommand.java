package dev.telemetry.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Lists jobs.
 */
@Command(name = "list", mixinStandardHelpOptions = true,
		description = "Lists the jobs that left a report, the newest first.")
final class ListCommand implements Callable<Integer> {

	@Mixin
	private ReportOptions options = new ReportOptions();

	@Option(names = "--type", paramLabel = "TYPE", description = "Only jobs of this type.")
	private @Nullable String type;

	@Option(names = "--failed", description = "Only jobs that failed.")
	private boolean failed;

	@Override
	public Integer call() throws IOException {
		List<JobSummary> jobs = new ArrayList<>();
		List<String> damaged = new ArrayList<>();
		List<String> unreadable = new ArrayList<>();
		for (Path report : this.options.reports().all()) {
			try {
				jobs.add(this.options.summary(report));
			}
			catch (DamagedException ex) {
				damaged.add(report.getFileName() + " is damaged");
			}
			catch (NoSuchFileException ex) {
				// It was too old, and deleted just now.
			}
			catch (IOException ex) {
				unreadable.add(TelemetryCli.describe(ex));
			}
		}
		print(jobs);
		Reports reports = this.options.reports();
		if (!reports.exist()) {
			this.options.err().println("telemetry: there is no directory " + Text.plain(reports.jobs().toString()));
		}
		Stream.of(damaged, unreadable)
			.flatMap((problems) -> problems.stream().sorted())
			.forEach((problem) -> this.options.err().println("telemetry: " + Text.plain(problem)));
		if (!damaged.isEmpty()) {
			return TelemetryCli.DAMAGED;
		}
		return (unreadable.isEmpty() && Files.isDirectory(reports.directory())) ? 0 : TelemetryCli.NOT_FOUND;
	}

	private void print(List<JobSummary> jobs) {
		Table table = Table.ofNames(4, "JOB", "TYPE", "STARTED", "OUTCOME", "DURATION", "SPANS", "ERRORS");
		jobs.stream()
			.filter((job) -> this.type == null || job.text("job_type").equals(this.type))
			.filter((job) -> !this.failed || job.outcome().equals("failed"))
			.sorted(Comparator.comparingLong(JobSummary::startMicros)
				.reversed()
				.thenComparing((job) -> job.text("job_id")))
			.forEach((job) -> table.add(job.text("job_id"), job.text("job_type"), job.text("started_at"), job.outcome(),
					Text.seconds(job.number("wall_duration")), job.text("total_spans"),
					Long.toString(job.names().stream().mapToLong(NameRow::errors).sum())));
		table.print(this.options.out());
	}

}
