package dev.telemetry.benchmarks.comparison.process;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import dev.telemetry.benchmarks.comparison.Results;

/**
 * Runs the application in all of its variants, one after the other, and that several
 * times, so that whatever else the machine does meets all of them.
 */
public final class ProcessComparison {

	/** Under which name the results are kept. */
	public static final String SUITE = "process";

	/** How often in a round: times of starting differ more than anything else. */
	private static final int STARTS = 8;

	private static final int WARM_UP = 100_000;

	private static final int REQUESTS = 20_000;

	private static final int RATE = 1_000;

	private static final int SECONDS = 10;

	/** Longer than exporters wait by default before they send what there is. */
	private static final int PAUSE_SECONDS = 6;

	private final Path benchmarks;

	private final PrintStream out;

	/**
	 * Creates a comparison.
	 * @param benchmarks the folder of the benchmarks, built
	 * @param out where to tell how far it is
	 */
	public ProcessComparison(Path benchmarks, PrintStream out) {
		this.benchmarks = benchmarks;
		this.out = out;
	}

	/**
	 * Starts each variant several times, and runs it once.
	 * @param round which time this is, from 1
	 * @param rounds how often it is done
	 * @param results takes the results
	 * @throws Exception if an application does not start or serve
	 */
	public void run(int round, int rounds, Results results) throws Exception {
		start(round, rounds, results);
		int number = 0;
		for (ApplicationVariant variant : ApplicationVariant.values()) {
			number++;
			this.out.printf("[process %d/%d, round %d/%d] %s: ", number, ApplicationVariant.values().length, round,
					rounds, variant.title());
			this.out.flush();
			measure(variant, results);
			this.out.printf("%,.0f B, %,.0f us CPU, %,.0f requests/s%n", results.median(SUITE, variant.name(), "bytes"),
					results.median(SUITE, variant.name(), "cpu"), results.median(SUITE, variant.name(), "throughput"));
		}
	}

	// One after the other, so that a minute in which the machine is slow meets all of
	// them, and there is nothing to allow for.
	private void start(int round, int rounds, Results results) throws Exception {
		try (SpanSink sink = new SpanSink()) {
			for (int i = 1; i <= STARTS; i++) {
				this.out.printf("[starts %d/%d, round %d/%d]", i, STARTS, round, rounds);
				for (Packaging packaging : Packaging.values()) {
					start(packaging, sink, results);
				}
				this.out.println();
			}
		}
	}

	private void start(Packaging packaging, SpanSink sink, Results results) throws IOException {
		for (ApplicationVariant variant : ApplicationVariant.values()) {
			this.out.print('.');
			this.out.flush();
			try (ApplicationProcess application = ApplicationProcess.start(this.benchmarks, variant, packaging,
					sink.endpoint())) {
				results.add(SUITE, variant.name(), packaging.metric(), application.startNanos() / 1e6);
			}
		}
	}

	private ApplicationClassPath classPath(ApplicationVariant variant) throws IOException {
		return ApplicationClassPath.read(this.benchmarks.resolve("variants"), variant.classPath());
	}

	private void measure(ApplicationVariant variant, Results results) throws Exception {
		ApplicationClassPath classPath = classPath(variant);
		Path agent = ApplicationProcess.agent(this.benchmarks);
		Recorder recorder = new Recorder(variant, results);
		recorder.add("jars", classPath.jars().size() + ((variant.hasAgent()) ? 1 : 0));
		recorder.add("size", (double) classPath.bytes() + ((variant.hasAgent()) ? Files.size(agent) : 0));
		try (SpanSink sink = new SpanSink()) {
			long before;
			try (ApplicationProcess application = ApplicationProcess.start(this.benchmarks, variant, sink.endpoint());
					LoadGenerator load = new LoadGenerator(application.port())) {
				// Whatever listens to collections has loaded its classes then, in all of
				// them.
				application.ask("gc");
				Map<String, Long> started = application.ask("");
				recorder.add("classes", started.getOrDefault("classes", 0L));
				recorder.add("threads", started.getOrDefault("threads", 0L));
				load.asFastAsPossible(WARM_UP);
				recorder.add("throughput", load.asFastAsPossible(REQUESTS));
				TimeUnit.SECONDS.sleep(PAUSE_SECONDS);
				before = sink.spans();
				measureAtRate(application, load, recorder);
			}
			recorder.add("spans", (sink.spans() - before) / (double) (RATE * SECONDS));
		}
	}

	private static void measureAtRate(ApplicationProcess application, LoadGenerator load, Recorder recorder)
			throws Exception {
		Map<String, Long> start = application.ask("");
		long[] nanos = load.atRate(RATE, SECONDS);
		Map<String, Long> end = application.ask("");
		recorder.add("bytes", difference(start, end, "allocated") / nanos.length);
		recorder.add("cpu", difference(start, end, "cpu") / nanos.length / 1e3);
		recorder.add("p50", nanos[nanos.length / 2] / 1e3);
		recorder.add("p99", nanos[(int) (nanos.length * 0.99)] / 1e3);
		recorder.add("live", application.ask("gc").getOrDefault("live", 0L));
		recorder.add("resident", (double) application.residentBytes());
	}

	private static double difference(Map<String, Long> start, Map<String, Long> end, String name) throws IOException {
		Long from = start.get(name);
		Long to = end.get(name);
		if (from == null || to == null) {
			throw new IOException("The application does not say '" + name + "'");
		}
		return to - from;
	}

	/**
	 * Writes down what is measured of one variant.
	 *
	 * @param variant the variant
	 * @param results takes the results
	 */
	private record Recorder(ApplicationVariant variant, Results results) {

		void add(String metric, double value) {
			this.results.add(SUITE, this.variant.name(), metric, value);
		}

	}

}
