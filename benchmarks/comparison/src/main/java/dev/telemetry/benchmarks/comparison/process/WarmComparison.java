package dev.telemetry.benchmarks.comparison.process;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import dev.telemetry.benchmarks.comparison.Results;

/**
 * The CPU time of a request, young and warm, and which threads use it. Each variant
 * serves at a fixed rate until its compiler is quiet, and is measured then for a minute.
 */
public final class WarmComparison {

	/** Under which name the results are kept. */
	public static final String SUITE = "warm";

	/** CPU time of a request in the first seconds. */
	public static final String YOUNG = "young";

	/** CPU time of a request when the compiler is quiet. */
	public static final String WARM = "warm";

	/** Seconds until then. */
	public static final String QUIET_AFTER = "quiet after";

	/** Those that are compared. */
	public static final List<ApplicationVariant> VARIANTS = List.of(ApplicationVariant.BARE,
			ApplicationVariant.ACTUATOR, ApplicationVariant.TELEMETRY_2_PERCENT,
			ApplicationVariant.TELEMETRY_100_PERCENT, ApplicationVariant.SPRING_BOOT_2_PERCENT,
			ApplicationVariant.SPRING_BOOT_100_PERCENT, ApplicationVariant.AGENT_ACTUATOR_2_PERCENT,
			ApplicationVariant.AGENT_ACTUATOR_100_PERCENT);

	private static final int RATE = 1_000;

	private static final int YOUNG_SECONDS = 10;

	private static final int MOST_WARM_UP_SECONDS = 180;

	private static final int WARM_SECONDS = 60;

	/** A compiler that takes less than that of a request is quiet. */
	private static final double QUIET_MICROS = 1;

	private final Path benchmarks;

	private final PrintStream out;

	/**
	 * Creates a comparison.
	 * @param benchmarks the folder of the benchmarks, built
	 * @param out where to tell how far it is
	 */
	public WarmComparison(Path benchmarks, PrintStream out) {
		this.benchmarks = benchmarks;
		this.out = out;
	}

	/**
	 * Runs each variant once.
	 * @param round which time this is, from 1
	 * @param rounds how often it is done
	 * @param results takes the results
	 * @throws Exception if an application does not start or serve
	 */
	public void run(int round, int rounds, Results results) throws Exception {
		int number = 0;
		for (ApplicationVariant variant : VARIANTS) {
			number++;
			this.out.printf("[warm %d/%d, round %d/%d] %s: ", number, VARIANTS.size(), round, rounds, variant.title());
			this.out.flush();
			try (SpanSink sink = new SpanSink();
					ApplicationProcess application = ApplicationProcess.start(this.benchmarks, variant,
							sink.endpoint());
					LoadGenerator load = new LoadGenerator(application.port())) {
				measure(variant, application, load, results);
			}
		}
	}

	private void measure(ApplicationVariant variant, ApplicationProcess application, LoadGenerator load,
			Results results) throws Exception {
		int seconds = YOUNG_SECONDS;
		Usage usage = usage(application, load, YOUNG_SECONDS);
		results.add(SUITE, variant.name(), YOUNG, usage.all());
		while (usage.of(Work.COMPILING) > QUIET_MICROS && seconds < MOST_WARM_UP_SECONDS) {
			usage = usage(application, load, YOUNG_SECONDS);
			seconds += YOUNG_SECONDS;
		}
		results.add(SUITE, variant.name(), QUIET_AFTER, seconds);
		usage = usage(application, load, WARM_SECONDS);
		results.add(SUITE, variant.name(), WARM, usage.all());
		for (Work work : Work.values()) {
			results.add(SUITE, variant.name(), work.name(), usage.of(work));
		}
		this.out.printf("%,.1f us, of it %,.1f for requests and %,.1f exporting, after %d s%n", usage.all(),
				usage.of(Work.SERVING), usage.of(Work.EXPORTING), seconds);
	}

	private static Usage usage(ApplicationProcess application, LoadGenerator load, int seconds) throws Exception {
		ThreadTimes before = application.threadTimes();
		long start = cpuNanos(application);
		int requests = load.atRate(RATE, seconds).length;
		long end = cpuNanos(application);
		return new Usage(end - start, application.threadTimes().since(before), requests);
	}

	private static long cpuNanos(ApplicationProcess application) throws IOException {
		return application.ask("").getOrDefault("cpu", 0L);
	}

	/**
	 * The CPU time that was used.
	 *
	 * @param nanos by the process, also by threads that have ended
	 * @param byWork by those that are alive
	 * @param requests for how many requests
	 */
	private record Usage(long nanos, Map<Work, Long> byWork, int requests) {

		/** Microseconds of a request. */
		double all() {
			return micros(this.nanos);
		}

		double of(Work work) {
			long known = this.byWork.values().stream().mapToLong(Long::longValue).sum();
			long ended = (work == Work.OTHER) ? Math.max(0, this.nanos - known) : 0;
			return micros(this.byWork.getOrDefault(work, 0L) + ended);
		}

		private double micros(long nanos) {
			return nanos / 1e3 / this.requests;
		}

	}

}
