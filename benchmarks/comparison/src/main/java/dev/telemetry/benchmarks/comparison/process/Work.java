package dev.telemetry.benchmarks.comparison.process;

import java.util.List;

/**
 * What a thread of an application does, told by its name, of which Linux keeps 15
 * characters.
 */
public enum Work {

	/** Serves requests. */
	SERVING("requests", "http-nio-"),

	/** Exports spans and metrics, or decides which. */
	EXPORTING("exporting", "telemetry-", "BatchSpan", "BatchLog", "PeriodicMetric", "otlp-metrics", "OkHttp", "okhttp",
			"HttpClient-", "AsyncHttp"),

	/** Compiles. */
	COMPILING("compiler", "C1 Compiler", "C2 Compiler"),

	/** Collects garbage. */
	COLLECTING("collector", "GC Thread", "G1 ", "VM Thread"),

	/** Anything else. */
	OTHER("other");

	private final String title;

	private final List<String> prefixes;

	Work(String title, String... prefixes) {
		this.title = title;
		this.prefixes = List.of(prefixes);
	}

	static Work of(String thread) {
		for (Work work : values()) {
			if (work.prefixes.stream().anyMatch(thread::startsWith)) {
				return work;
			}
		}
		return OTHER;
	}

	/**
	 * Returns what a reader calls it.
	 * @return the name
	 */
	public String title() {
		return this.title;
	}

}
