package dev.telemetry.benchmarks.comparison.micro;

import java.util.List;

/**
 * Under which names the results are kept. Each has the metrics {@link #TIME} and
 * {@link #BYTES}.
 */
public final class MicroSuites {

	/** A request by a filter alone. */
	public static final String FILTER = "filter";

	/** A request by a filter and Spring MVC. */
	public static final String DISPATCH = "dispatch";

	/** A trace with or without children. */
	public static final String TRACE = "trace";

	/** A trace that is handed over to be exported. */
	public static final String ADMISSION = "admission";

	/** A call that is recorded. */
	public static final String RECORDER = "recorder";

	/** What is exported is looked through for secrets. */
	public static final String REDACTION = "redaction";

	/** A line that is logged, and exported as well. */
	public static final String LOGS = "logs";

	/** A request, as there are more threads, routes, spans and lines. */
	public static final String SCALE = "scale";

	/** All of them. */
	public static final List<String> ALL = List.of(FILTER, DISPATCH, TRACE, ADMISSION, RECORDER, REDACTION, LOGS,
			SCALE);

	/** How many threads serve requests. */
	public static final List<Integer> THREADS = List.of(1, 2, 4, 8);

	/** Over how many routes requests are spread. */
	public static final List<Integer> ROUTES = List.of(1, 10, 100, 1_000);

	/** How many spans there are below a request. */
	public static final List<Integer> CHILDREN = List.of(1, 4, 16, 64);

	/** How many lines a request logs. */
	public static final List<Integer> LINES = List.of(1, 4, 16);

	/** What texts are made of that are to be slow to look through. */
	public static final List<String> HOSTILE_PATTERNS = List.of("a:", "a@", "eyJ-");

	/** Nanoseconds. */
	public static final String TIME = "time";

	/** Bytes allocated. */
	public static final String BYTES = "bytes";

	private MicroSuites() {
	}

}
