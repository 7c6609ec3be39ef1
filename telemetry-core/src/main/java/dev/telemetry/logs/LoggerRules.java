package dev.telemetry.logs;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Rules for the severity from which on the records of a logger are captured. The rule
 * with the longest name applies that is the name of the logger or of one above it.
 * Loggers of exporting code are never captured, or only from a warning on, whatever the
 * rules say: each batch would lead to more records. Thread safe; remembers its decisions.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
public final class LoggerRules {

	/** Name that stands for all loggers. */
	static final String ROOT = "root";

	/** A number above that of every severity. */
	static final int OFF = Integer.MAX_VALUE;

	private static final int WARN = 13;

	// The logger of a nested class is below that of its outer class.
	private static final char NESTED = '$';

	private static final Set<String> NEVER = Set.of("io.opentelemetry.exporter", "io.opentelemetry.sdk");

	private static final Set<String> ONLY_WARNINGS = Set.of("okhttp3", "io.grpc");

	// Beyond this number, names of loggers are likely to be generated at run time.
	private static final int MAX_REMEMBERED = 10_000;

	private final Map<String, Integer> rules;

	private final ConcurrentMap<String, Integer> remembered = new ConcurrentHashMap<>();

	/**
	 * Creates rules.
	 * @param rules lowest captured severity number, by name of a logger
	 */
	LoggerRules(Map<String, Integer> rules) {
		this.rules = Map.copyOf(rules);
	}

	/**
	 * Returns these rules with one changed or added.
	 * @param logger name of a logger, which also stands for the loggers below it;
	 * {@code root} for all loggers
	 * @param severity the lowest severity number that is captured
	 * @return the rules, without remembered decisions
	 */
	public LoggerRules with(String logger, int severity) {
		Map<String, Integer> changed = new HashMap<>(this.rules);
		changed.put(logger, severity);
		return new LoggerRules(changed);
	}

	/**
	 * Returns the rules.
	 * @return lowest captured severity number, by name of a logger
	 */
	public Map<String, Integer> rules() {
		return this.rules;
	}

	/**
	 * Returns whether a record is captured.
	 * @param logger full name of the logger
	 * @param severity severity number of the record
	 */
	boolean accepts(String logger, int severity) {
		Integer least = this.remembered.get(logger);
		if (least == null) {
			least = decide(logger);
			if (this.remembered.size() < MAX_REMEMBERED) {
				this.remembered.put(logger, least);
			}
		}
		return severity >= least;
	}

	private int decide(String logger) {
		if (isBelow(logger, NEVER)) {
			return OFF;
		}
		int least = chosen(logger);
		return (isBelow(logger, ONLY_WARNINGS)) ? Math.max(least, WARN) : least;
	}

	private int chosen(String logger) {
		String name = logger;
		while (true) {
			Integer rule = this.rules.get(name);
			if (rule != null) {
				return rule;
			}
			int end = Math.max(name.lastIndexOf('.'), name.lastIndexOf(NESTED));
			if (end < 0) {
				Integer root = this.rules.get(ROOT);
				return (root != null) ? root : OFF;
			}
			name = name.substring(0, end);
		}
	}

	private static boolean isBelow(String logger, Set<String> names) {
		for (String name : names) {
			if (logger.startsWith(name) && (logger.length() == name.length() || logger.charAt(name.length()) == '.')) {
				return true;
			}
		}
		return false;
	}

}
