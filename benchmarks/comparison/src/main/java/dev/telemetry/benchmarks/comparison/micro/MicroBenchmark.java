package dev.telemetry.benchmarks.comparison.micro;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import dev.telemetry.benchmarks.ExportAdmissionBenchmark;
import dev.telemetry.benchmarks.LogCaptureBenchmark;
import dev.telemetry.benchmarks.LogVariant;
import dev.telemetry.benchmarks.RecorderBenchmark;
import dev.telemetry.benchmarks.RedactionBenchmark;
import dev.telemetry.benchmarks.ScaleBenchmark;
import dev.telemetry.benchmarks.ServerFilterBenchmark;
import dev.telemetry.benchmarks.ServerVariant;
import dev.telemetry.benchmarks.SpanFootprintBenchmark;
import dev.telemetry.benchmarks.TailSamplingBenchmark;

/**
 * One benchmark with one set of parameters.
 *
 * @param suite under which name its results are kept
 * @param variant under which name it is kept there
 * @param method the full name of the method
 * @param parameters the parameters
 * @param threads how many threads run it at the same time
 */
record MicroBenchmark(String suite, String variant, String method, Map<String, String> parameters, int threads) {

	/**
	 * Returns all of them.
	 * @return in the order of running them
	 */
	static List<MicroBenchmark> all() {
		List<MicroBenchmark> all = new ArrayList<>();
		for (String suite : List.of(MicroSuites.FILTER, MicroSuites.DISPATCH)) {
			for (ServerVariant variant : ServerVariant.values()) {
				all.add(of(ServerFilterBenchmark.class, suite, suite, variant.name(),
						Map.of("variant", variant.name())));
			}
		}
		for (TailSamplingBenchmark.Fate fate : TailSamplingBenchmark.Fate.values()) {
			for (String children : List.of("0", "10")) {
				all.add(of(TailSamplingBenchmark.class, "trace", MicroSuites.TRACE, fate + "_" + children,
						Map.of("fate", fate.name(), "children", children)));
			}
		}
		for (String spans : List.of("1", "10")) {
			all.add(of(ExportAdmissionBenchmark.class, "handOver", MicroSuites.ADMISSION, "ADMITTED_" + spans,
					Map.of("spans", spans, "full", "false")));
		}
		all.add(of(ExportAdmissionBenchmark.class, "handOver", MicroSuites.ADMISSION, "REFUSED_1",
				Map.of("spans", "1", "full", "true")));
		Stream.of("attributes", "stackTraceToo")
			.forEach((method) -> all
				.add(of(SpanFootprintBenchmark.class, method, MicroSuites.ADMISSION, "MEASURED_" + method, Map.of())));
		Stream.of("byHand", "inOneLine", "kept", "off")
			.forEach((method) -> all.add(of(RecorderBenchmark.class, method, MicroSuites.RECORDER, method, Map.of())));
		addRedaction(all);
		for (LogVariant variant : LogVariant.values()) {
			Stream.of("plain", "exception", "disabled")
				.forEach((method) -> all.add(of(LogCaptureBenchmark.class, method, MicroSuites.LOGS,
						variant + "_" + method, Map.of("variant", variant.name()))));
		}
		addScale(all);
		return all;
	}

	// A single thread with one route is where all rows begin.
	private static void addScale(List<MicroBenchmark> all) {
		MicroSuites.THREADS.forEach((threads) -> all.add(scale("threads_" + threads, Map.of(), threads)));
		MicroSuites.ROUTES.stream()
			.filter((routes) -> routes > 1)
			.forEach((routes) -> all.add(scale("routes_" + routes, Map.of("routes", routes.toString()), 1)));
		MicroSuites.CHILDREN
			.forEach((children) -> all.add(scale("children_" + children, Map.of("children", children.toString()), 1)));
		MicroSuites.LINES.forEach((lines) -> all.add(scale("lines_" + lines, Map.of("lines", lines.toString()), 1)));
	}

	private static MicroBenchmark scale(String variant, Map<String, String> parameters, int threads) {
		return new MicroBenchmark(MicroSuites.SCALE, variant, ScaleBenchmark.class.getName() + ".request",
				new LinkedHashMap<>(parameters), threads);
	}

	private static void addRedaction(List<MicroBenchmark> all) {
		Stream.of("attributes", "stackTraceToo")
			.forEach(
					(method) -> all.add(of(RedactionBenchmark.class, method, MicroSuites.REDACTION, method, Map.of())));
		for (String pattern : MicroSuites.HOSTILE_PATTERNS) {
			for (String length : List.of("65536", "131072")) {
				all.add(of(RedactionBenchmark.class, "hostile", MicroSuites.REDACTION, pattern + "_" + length,
						Map.of("pattern", pattern, "length", length)));
			}
		}
	}

	private static MicroBenchmark of(Class<?> type, String method, String suite, String variant,
			Map<String, String> parameters) {
		return new MicroBenchmark(suite, variant, type.getName() + "." + method, new LinkedHashMap<>(parameters), 1);
	}

}
