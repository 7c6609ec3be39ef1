package dev.telemetry.starter.matrix;

import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

import io.opentelemetry.api.trace.SpanKind;

import dev.telemetry.starter.application.Run;
import dev.telemetry.test.ReceivedSpan;

/**
 * What is known about a run when it is over.
 *
 * @param variant the application
 * @param state state of the switch
 * @param run the run
 * @param facts what the application told about itself
 * @param lines what it printed
 * @param spans spans that were received from whatever run
 */
record Result(Variant variant, State state, Run run, Map<String, String> facts, List<String> lines,
		List<ReceivedSpan> spans) {

	private static final Pattern WARNING = Pattern.compile("\\S+ +WARN \\d+ --- (?:\\[[^]]*] )+(\\S+) +: .*");

	private static final Pattern IDS = Pattern.compile(".*\\[[0-9a-f]{32}-[0-9a-f]{16}] .*");

	boolean isStarted() {
		return this.facts.containsKey("started") && !this.facts.containsKey("failure");
	}

	List<String> warnings(boolean ours) {
		return this.lines.stream().filter((line) -> {
			Matcher warning = WARNING.matcher(line);
			return warning.matches() && isOurs(warning.group(1)) == ours;
		}).toList();
	}

	static String logger(String warning) {
		Matcher matcher = WARNING.matcher(warning);
		return (matcher.matches()) ? matcher.group(1) : "";
	}

	private static boolean isOurs(String logger) {
		return logger.startsWith("dev.telemetry.") || logger.startsWith("d.t.") || logger.startsWith("d.telemetry.");
	}

	boolean hasIds() {
		List<String> logged = this.lines.stream()
			.filter((line) -> line.contains(" : work " + this.run.marker()))
			.toList();
		return !logged.isEmpty() && logged.stream().allMatch((line) -> IDS.matcher(line).matches());
	}

	/**
	 * How many spans there are of each request.
	 */
	List<Long> spansOfRequests() {
		return IntStream.range(0, Run.REQUESTS)
			.mapToObj((i) -> this.run.marker() + i)
			.map((marker) -> received(marker).size() + printed(marker))
			.toList();
	}

	List<ReceivedSpan> received(String marker) {
		return this.spans.stream()
			.filter((span) -> span.name().contains(marker)
					|| (span.kind() == SpanKind.SERVER && span.attributes().toString().contains(marker)))
			.toList();
	}

	long printed(String marker) {
		return this.lines.stream().filter((line) -> line.startsWith("span name=") && line.contains(marker)).count();
	}

	int number(String fact) {
		return Integer.parseInt(this.facts.getOrDefault(fact, "0"));
	}

	@Override
	public String toString() {
		return this.run.toString();
	}

}
