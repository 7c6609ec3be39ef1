package dev.telemetry.starter.application;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a process has told about one of its runs.
 *
 * @param run the run
 * @param facts what the application says about itself
 * @param lines what it printed
 */
public record RunOutput(Run run, Map<String, String> facts, List<String> lines) {

	private static final Pattern WARNING = Pattern.compile("\\S+ +WARN \\d+ --- (?:\\[[^]]*] )+(\\S+) +: .*");

	// An attribute of a span of a request, which has one of them.
	private static final Pattern PRINTED_PATH = Pattern.compile("^[| ]{3}.*\\b(url\\.path|http\\.url)=");

	private static final Pattern IDS = Pattern.compile(".*\\[[0-9a-f]{32}-[0-9a-f]{16}] .*");

	/**
	 * Finds a run in all that its process printed.
	 */
	public static RunOutput of(Run run, List<String> output) {
		int begin = output.indexOf(run.begin());
		if (begin < 0) {
			throw new AssertionError("Nothing was printed by " + run);
		}
		int end = begin;
		while (end < output.size() - 1 && !output.get(end).startsWith(run.end() + "|")) {
			end++;
		}
		Map<String, String> facts = new LinkedHashMap<>();
		for (String fact : output.get(end).substring(run.end().length()).split("\\|")) {
			int equals = fact.indexOf('=');
			if (equals > 0) {
				facts.put(fact.substring(0, equals), fact.substring(equals + 1));
			}
		}
		return new RunOutput(run, facts, output.subList(begin, end));
	}

	public boolean isStarted() {
		return this.facts.containsKey("started") && !this.facts.containsKey("failure");
	}

	public int number(String fact) {
		return Integer.parseInt(this.facts.getOrDefault(fact, "0"));
	}

	/**
	 * Finds warnings by who wrote them.
	 * @param ours whether the product did, or anybody else
	 */
	public List<String> warnings(boolean ours) {
		return this.lines.stream().filter((line) -> {
			Matcher warning = WARNING.matcher(line);
			return warning.matches() && isOurs(warning.group(1)) == ours;
		}).toList();
	}

	/**
	 * Finds out who wrote a warning, in the shortened form of the console.
	 */
	public static String logger(String warning) {
		Matcher matcher = WARNING.matcher(warning);
		return (matcher.matches()) ? matcher.group(1) : "";
	}

	private static boolean isOurs(String logger) {
		return logger.startsWith("dev.telemetry.") || logger.startsWith("d.t.") || logger.startsWith("d.telemetry.");
	}

	/**
	 * Whether each log line of the work itself has the ids of a trace.
	 */
	public boolean hasIds() {
		List<String> logged = this.lines.stream()
			.filter((line) -> line.contains(" : work " + this.run.marker()))
			.toList();
		return !logged.isEmpty() && logged.stream().allMatch((line) -> IDS.matcher(line).matches());
	}

	/**
	 * How many spans of a request were printed on the console.
	 */
	public long printedSpans(String marker) {
		return this.lines.stream().filter((line) -> PRINTED_PATH.matcher(line).find() && line.contains(marker)).count();
	}

	@Override
	public String toString() {
		return this.run.toString();
	}

}
