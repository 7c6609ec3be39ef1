package dev.telemetry.benchmarks.comparison.micro;

import java.io.PrintStream;
import java.util.List;
import java.util.Map;

import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

import dev.telemetry.benchmarks.comparison.Results;

/**
 * Runs the JMH benchmarks, each in a JVM of its own, one after the other and that several
 * times, so that whatever else the machine does meets all of them.
 */
public final class MicroComparison {

	private final PrintStream out;

	/**
	 * Creates a comparison.
	 * @param out where to tell how far it is
	 */
	public MicroComparison(PrintStream out) {
		this.out = out;
	}

	/**
	 * Runs each benchmark once.
	 * @param round which time this is, from 1
	 * @param rounds how often it is done
	 * @param results takes the results
	 * @throws RunnerException if one fails
	 */
	public void run(int round, int rounds, Results results) throws RunnerException {
		List<MicroBenchmark> all = MicroBenchmark.all();
		int number = 0;
		for (MicroBenchmark benchmark : all) {
			number++;
			this.out.printf("[jmh %d/%d, round %d/%d] %s %s: ", number, all.size(), round, rounds, benchmark.suite(),
					benchmark.variant());
			this.out.flush();
			RunResult result = run(benchmark);
			// One of the iterations may meet whatever else the machine does.
			double time = result.getPrimaryResult().getStatistics().getPercentile(50) * share(benchmark.threads());
			double bytes = bytes(result.getSecondaryResults());
			results.add(benchmark.suite(), benchmark.variant(), MicroSuites.TIME, time);
			results.add(benchmark.suite(), benchmark.variant(), MicroSuites.BYTES, bytes);
			this.out.printf("%,.1f ns, %,.0f B%n", time, bytes);
		}
	}

	/** Which part of a core each thread has, so that the time is that on a core. */
	private static double share(int threads) {
		return Math.min(threads, Runtime.getRuntime().availableProcessors()) / (double) threads;
	}

	private static RunResult run(MicroBenchmark benchmark) throws RunnerException {
		ChainedOptionsBuilder options = new OptionsBuilder().include("^" + benchmark.method().replace(".", "\\.") + "$")
			.forks(1)
			.threads(benchmark.threads())
			.warmupTime(TimeValue.seconds(1))
			.measurementTime(TimeValue.seconds(1))
			.addProfiler(GCProfiler.class)
			.shouldFailOnError(true)
			.verbosity(VerboseMode.SILENT);
		benchmark.parameters().forEach(options::param);
		return new Runner(options.build()).runSingle();
	}

	@SuppressWarnings("rawtypes")
	private static double bytes(Map<String, Result> results) {
		Result bytes = results.get("gc.alloc.rate.norm");
		if (bytes == null) {
			throw new IllegalStateException("The profiler is missing, there is only " + results.keySet());
		}
		return bytes.getScore();
	}

}
