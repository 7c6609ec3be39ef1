package dev.telemetry.benchmarks.comparison;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;

import dev.telemetry.benchmarks.comparison.micro.MicroComparison;
import dev.telemetry.benchmarks.comparison.micro.MicroSuites;
import dev.telemetry.benchmarks.comparison.process.ProcessComparison;
import dev.telemetry.benchmarks.comparison.process.WarmComparison;
import dev.telemetry.benchmarks.comparison.report.Budget;
import dev.telemetry.benchmarks.comparison.report.Budgets;
import dev.telemetry.benchmarks.comparison.report.Machine;
import dev.telemetry.benchmarks.comparison.report.Report;

/**
 * Measures everything in one run, writes the report and checks the budgets: ends with
 * status 1 if one is exceeded. To be started in the folder of the project, see
 * docs/benchmarks.md.
 */
public final class Comparison {

	private static final Path ROOT = Path.of("");

	private static final Path BENCHMARKS = Path.of("benchmarks");

	private final Path file = BENCHMARKS.resolve("comparison/target/results.csv");

	private final Settings settings;

	private final PrintStream out;

	private Comparison(Settings settings, PrintStream out) {
		this.settings = settings;
		this.out = out;
	}

	/**
	 * Runs it.
	 * @param arguments see {@link Settings}
	 * @throws Exception if something cannot be run
	 */
	public static void main(String[] arguments) throws Exception {
		boolean holds = new Comparison(Settings.of(arguments), System.out).run();
		System.exit((holds) ? 0 : 1);
	}

	private boolean run() throws Exception {
		Results results = Results.read(this.file);
		measure(results);
		List<Budget> budgets = Budgets.of(results);
		Report report = new Report(results);
		this.out.println();
		this.out.println(report.processTables());
		this.out.println(Report.table(budgets));
		boolean complete = budgets.stream().allMatch(Budget::isMeasured);
		if (!complete) {
			this.out.println("Parts have not been measured: run jmh, process and warm before report and check.");
		}
		else if (this.settings.report()) {
			report.write(ROOT, budgets);
			this.out.println("Written to docs/benchmarks/results.md");
		}
		boolean part = this.settings.isPart();
		return budgets.stream().allMatch((budget) -> budget.holds() || (part && !budget.isMeasured()));
	}

	private void measure(Results results) throws Exception {
		if (this.settings.jmh()) {
			MicroSuites.ALL.forEach(results::remove);
		}
		if (this.settings.process()) {
			results.remove(ProcessComparison.SUITE);
		}
		if (this.settings.warm()) {
			results.remove(WarmComparison.SUITE);
		}
		if (this.settings.measures()) {
			results.origin(Machine.describe() + ", rounds: " + this.settings.rounds());
			// What fails on the way leaves no numbers of before.
			results.write(this.file);
		}
		for (int round = 1; round <= this.settings.rounds(); round++) {
			if (this.settings.jmh()) {
				new MicroComparison(this.out).run(round, this.settings.rounds(), results);
			}
			if (this.settings.process()) {
				new ProcessComparison(BENCHMARKS, this.out).run(round, this.settings.rounds(), results);
			}
			if (this.settings.warm()) {
				new WarmComparison(BENCHMARKS, this.out).run(round, this.settings.rounds(), results);
			}
			results.write(this.file);
		}
	}

}
