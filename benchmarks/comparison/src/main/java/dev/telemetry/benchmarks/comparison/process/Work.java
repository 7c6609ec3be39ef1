package dev.telemetry.benchmarks.comparison.process;

/**
 * What a thread of an application does, told by its name, of which Linux keeps 15
 * characters.
 */
public enum Work {

	/** Serves requests. */
	SERVING("requests", "http-nio-.*"),

	/** Exports spans and metrics, or decides which. */
	EXPORTING("exporting",
			"(telemetry-|BatchSpan|BatchLog|PeriodicMetric|otlp-metrics|OkHttp|okhttp|HttpClient-|AsyncHttp).*"),

	/** Compiles. */
	COMPILING("compiler", "C[12] Compiler.*"),

	/** Collects garbage. */
	COLLECTING("collector", "(GC Thread|G1 |VM Thread).*"),

	/** Anything else. */
	OTHER("other", ".*");

	private final String title;

	private final String names;

	Work(String title, String names) {
		this.title = title;
		this.names = names;
	}

	static Work of(String thread) {
		for (Work work : values()) {
			if (thread.matches(work.names)) {
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
