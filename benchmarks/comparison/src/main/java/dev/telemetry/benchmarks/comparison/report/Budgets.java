package dev.telemetry.benchmarks.comparison.report;

import java.util.ArrayList;
import java.util.List;

import dev.telemetry.benchmarks.LogVariant;
import dev.telemetry.benchmarks.ServerVariant;
import dev.telemetry.benchmarks.comparison.Results;
import dev.telemetry.benchmarks.comparison.micro.MicroSuites;
import dev.telemetry.benchmarks.comparison.process.ApplicationVariant;
import dev.telemetry.benchmarks.comparison.process.Packaging;
import dev.telemetry.benchmarks.comparison.process.ProcessComparison;
import dev.telemetry.benchmarks.comparison.process.WarmComparison;

/**
 * What the product may cost. Bytes do not depend on the machine and are compared as they
 * are; times are compared with what else was measured in the same run only, and may be a
 * tenth above their bound, but for those of starts: they are medians of many, in turn.
 */
public final class Budgets {

	// The objects that ask; nothing is copied.
	private static final double SAME_OBJECT_BYTES = 64;

	private static final double MOST_HOSTILE_NANOS = 25_000_000;

	private static final double MOST_ADMISSION_NANOS = 150;

	// In nanoseconds.
	private static final double MICROSECOND = 1_000;

	private static final double TIMES = 1.1;

	/** What the mocks alone may differ by, as a JVM compiles them. */
	private static final double MOCKS_NOISE_BYTES = 200;

	/**
	 * What two runs of one application differ by: the compiler leaves out other
	 * allocations each time.
	 */
	private static final double PROCESS_NOISE_BYTES = 1000;

	/** How long a start may take, to that of actuator and Prometheus. */
	private static final double START_ON = 1.10;

	private static final double START_OFF = 1.03;

	private final Results results;

	private final List<Budget> budgets = new ArrayList<>();

	private Budgets(Results results) {
		this.results = results;
	}

	/**
	 * Compares what was measured with all bounds.
	 * @param results what was measured
	 * @return the budgets
	 */
	public static List<Budget> of(Results results) {
		Budgets budgets = new Budgets(results);
		budgets.filter(ServerVariant.TELEMETRY_2_PERCENT, 850, 4, ServerVariant.SPRING_BOOT_2_PERCENT);
		budgets.belowOpenTelemetry();
		budgets.filter(ServerVariant.TELEMETRY_100_PERCENT, 1500, 3, ServerVariant.SPRING_BOOT_100_PERCENT);
		budgets.off();
		budgets.droppedTrace();
		budgets.recorder();
		budgets.admission();
		budgets.redaction();
		budgets.scale();
		budgets.logs("plain", 400);
		budgets.logs("exception", 3_500);
		budgets.process(ApplicationVariant.TELEMETRY_2_PERCENT, ApplicationVariant.SPRING_BOOT_2_PERCENT,
				ApplicationVariant.AGENT_2_PERCENT);
		budgets.process(ApplicationVariant.TELEMETRY_100_PERCENT, ApplicationVariant.SPRING_BOOT_100_PERCENT,
				ApplicationVariant.AGENT_100_PERCENT);
		budgets.add("whole process, 2 %: bytes a request, to those of actuator + Prometheus",
				budgets.overBare(ApplicationVariant.TELEMETRY_2_PERCENT), budgets.overBare(ApplicationVariant.ACTUATOR),
				"B");
		budgets.processOff();
		budgets.saturation(ApplicationVariant.TELEMETRY_2_PERCENT, ApplicationVariant.SPRING_BOOT_2_PERCENT);
		budgets.saturation(ApplicationVariant.TELEMETRY_100_PERCENT, ApplicationVariant.SPRING_BOOT_100_PERCENT);
		budgets.warm();
		budgets.start();
		return List.copyOf(budgets.budgets);
	}

	private void filter(ServerVariant ours, double bytes, int part, ServerVariant boot) {
		String what = "filter, " + percent(ours.name()) + ": ";
		add(what + "bytes a request", filterBytes(ours), bytes, "B");
		add(what + "bytes, to 1/" + part + " of Spring Boot's", filterBytes(ours), filterBytes(boot) / part, "B");
		add(what + "time, to 1/3 of Spring Boot's", filterTime(ours), TIMES * filterTime(boot) / 3, "ns");
	}

	private void belowOpenTelemetry() {
		add("filter, 2 %: bytes, to those of OpenTelemetry's filter", filterBytes(ServerVariant.TELEMETRY_2_PERCENT),
				filterBytes(ServerVariant.OPENTELEMETRY_FILTER_2_PERCENT), "B");
		add("filter, 2 %: time, to that of OpenTelemetry's filter", filterTime(ServerVariant.TELEMETRY_2_PERCENT),
				TIMES * filterTime(ServerVariant.OPENTELEMETRY_FILTER_2_PERCENT), "ns");
	}

	private void off() {
		add("filter, off: bytes a request", filterBytes(ServerVariant.TELEMETRY_OFF), MOCKS_NOISE_BYTES, "B");
	}

	private void droppedTrace() {
		double recorded = this.results.median(MicroSuites.TRACE, "RECORDED_10", MicroSuites.BYTES);
		add("dropped trace with 10 children: bytes, to its 11 spans recorded + 20 %",
				this.results.median(MicroSuites.TRACE, "DROPPED_10", MicroSuites.BYTES), 1.2 * recorded, "B");
	}

	private void recorder() {
		add("recorder: bytes, to a span and a timer by hand + 30 %",
				this.results.median(MicroSuites.RECORDER, "inOneLine", MicroSuites.BYTES),
				1.3 * this.results.median(MicroSuites.RECORDER, "byHand", MicroSuites.BYTES), "B");
		add("recorder, off: bytes", this.results.median(MicroSuites.RECORDER, "off", MicroSuites.BYTES), 0.5, "B");
	}

	private void admission() {
		add("handing over a trace: time", this.results.median(MicroSuites.ADMISSION, "ADMITTED_1", MicroSuites.TIME),
				MOST_ADMISSION_NANOS, "ns");
	}

	private void redaction() {
		add("redaction, 13 attributes: bytes",
				this.results.median(MicroSuites.REDACTION, "attributes", MicroSuites.BYTES), SAME_OBJECT_BYTES, "B");
		add("redaction of a stack trace for 2 % of requests: time, to 1 % of the CPU of a request",
				0.02 * this.results.median(MicroSuites.REDACTION, "stackTraceToo", MicroSuites.TIME),
				0.01 * MICROSECOND * process(ApplicationVariant.TELEMETRY_2_PERCENT, "cpu"), "ns");
		for (String pattern : MicroSuites.HOSTILE_PATTERNS) {
			double once = hostile(pattern, "65536");
			add("redaction, 64 KB of " + pattern + ": time", once, MOST_HOSTILE_NANOS, "ns");
			add("redaction, 128 KB of " + pattern + ": time, to twice that of 64 KB", hostile(pattern, "131072"),
					TIMES * 2 * once, "ns");
		}
	}

	// Of the last of many as of the first ones.
	private void scale() {
		linear("children", 16, 64);
		linear("lines", 4, 16);
		flat("1,000 routes", "routes_1000");
		flat("8 threads", "threads_8");
	}

	private void flat(String what, String variant) {
		add("scale, " + what + ": bytes a request, to those with one", scale(variant, MicroSuites.BYTES),
				scale("threads_1", MicroSuites.BYTES) + MOCKS_NOISE_BYTES, "B");
	}

	private void linear(String what, int few, int many) {
		for (String metric : List.of(MicroSuites.BYTES, MicroSuites.TIME)) {
			double ofFew = (scale(what + "_" + few, metric) - scale("threads_1", metric)) / few;
			double ofMany = (scale(what + "_" + many, metric) - scale("threads_1", metric)) / many;
			double tolerance = (metric.equals(MicroSuites.TIME)) ? TIMES : 1.05;
			add("scale: " + metric + " of each of " + many + " " + what + ", to each of " + few, ofMany,
					tolerance * ofFew, (metric.equals(MicroSuites.TIME)) ? "ns" : "B");
		}
	}

	private double scale(String variant, String metric) {
		return this.results.median(MicroSuites.SCALE, variant, metric);
	}

	private void logs(String line, double bytes) {
		String what = "log record, " + line + ", over the console: ";
		add(what + "bytes", log(LogVariant.TELEMETRY, line, MicroSuites.BYTES), bytes, "B");
		add(what + "bytes, to those of OpenTelemetry's appender", log(LogVariant.TELEMETRY, line, MicroSuites.BYTES),
				log(LogVariant.OPENTELEMETRY, line, MicroSuites.BYTES), "B");
		add(what + "time", log(LogVariant.TELEMETRY, line, MicroSuites.TIME), MICROSECOND, "ns");
	}

	private double log(LogVariant variant, String line, String metric) {
		return this.results.median(MicroSuites.LOGS, variant + "_" + line, metric)
				- this.results.median(MicroSuites.LOGS, LogVariant.CONSOLE + "_" + line, metric);
	}

	private double hostile(String pattern, String length) {
		return this.results.median(MicroSuites.REDACTION, pattern + "_" + length, MicroSuites.TIME);
	}

	private void process(ApplicationVariant ours, ApplicationVariant boot, ApplicationVariant agent) {
		String what = "whole process, " + percent(ours.name()) + ": bytes a request, to ";
		add(what + "half of Spring Boot's starter", overBare(ours), overBare(boot) / 2, "B");
		add(what + "the Java agent", overBare(ours), overBare(agent), "B");
	}

	private void processOff() {
		String what = "whole process, off, over actuator + Prometheus: ";
		add(what + "bytes a request (to the byte: InertTests)", difference("bytes", ApplicationVariant.TELEMETRY_OFF),
				PROCESS_NOISE_BYTES, "B");
		add(what + "threads", difference("threads", ApplicationVariant.TELEMETRY_OFF), 0, "");
		add(what + "classes", difference("classes", ApplicationVariant.TELEMETRY_OFF), 150, "");
	}

	// In each round, so the worst one is compared.
	private void saturation(ApplicationVariant ours, ApplicationVariant boot) {
		List<Double> ofOurs = this.results.rounds(ProcessComparison.SUITE, ours.name(), "throughput");
		List<Double> ofBoot = this.results.rounds(ProcessComparison.SUITE, boot.name(), "throughput");
		double most = (ofOurs.isEmpty()) ? Double.NaN : 0;
		for (int i = 0; i < ofOurs.size(); i++) {
			most = Math.max(most, ofBoot.get(i) / ofOurs.get(i));
		}
		add("whole process, " + percent(ours.name())
				+ ": requests per second of Spring Boot's starter, to ours, in the worst round", 100 * most, 100, "%");
	}

	private void warm() {
		add("whole process, warm, 2 %: CPU a request, to the bare application + 10 %",
				warm(ApplicationVariant.TELEMETRY_2_PERCENT), 1.1 * warm(ApplicationVariant.BARE), "us");
		add("whole process, warm, 100 %: CPU a request, to the Java agent with actuator + Prometheus",
				warm(ApplicationVariant.TELEMETRY_100_PERCENT), warm(ApplicationVariant.AGENT_ACTUATOR_100_PERCENT),
				"us");
	}

	private double warm(ApplicationVariant variant) {
		return this.results.median(WarmComparison.SUITE, variant.name(), WarmComparison.WARM);
	}

	private void start() {
		for (Packaging packaging : Packaging.values()) {
			String what = "start, " + packaging.title() + ", ";
			double on = process(ApplicationVariant.TELEMETRY_2_PERCENT, packaging.metric());
			double actuator = process(ApplicationVariant.ACTUATOR, packaging.metric());
			add(what + "2 %: time, to that of actuator + Prometheus + 10 %", on, START_ON * actuator, "ms");
			add(what + "2 %: time, to that of Spring Boot's starter with actuator + Prometheus", on,
					process(ApplicationVariant.SPRING_BOOT_ACTUATOR_2_PERCENT, packaging.metric()), "ms");
			add(what + "off: time, to that of actuator + Prometheus + 3 %",
					process(ApplicationVariant.TELEMETRY_OFF, packaging.metric()), START_OFF * actuator, "ms");
		}
		add("start, 2 %, over actuator + Prometheus: classes",
				difference("classes", ApplicationVariant.TELEMETRY_2_PERCENT), 900, "");
	}

	private double difference(String metric, ApplicationVariant variant) {
		return process(variant, metric) - process(ApplicationVariant.ACTUATOR, metric);
	}

	private double overBare(ApplicationVariant variant) {
		return process(variant, "bytes") - process(ApplicationVariant.BARE, "bytes");
	}

	private double process(ApplicationVariant variant, String metric) {
		return this.results.median(ProcessComparison.SUITE, variant.name(), metric);
	}

	private double filterBytes(ServerVariant variant) {
		return filter(variant, MicroSuites.BYTES);
	}

	private double filterTime(ServerVariant variant) {
		return filter(variant, MicroSuites.TIME);
	}

	private double filter(ServerVariant variant, String metric) {
		return this.results.median(MicroSuites.FILTER, variant.name(), metric)
				- this.results.median(MicroSuites.FILTER, ServerVariant.BARE.name(), metric);
	}

	private static String percent(String name) {
		return (name.contains("100")) ? "100 %" : "2 %";
	}

	private void add(String what, double measured, double bound, String unit) {
		this.budgets.add(new Budget(what, measured, bound, unit));
	}

}
