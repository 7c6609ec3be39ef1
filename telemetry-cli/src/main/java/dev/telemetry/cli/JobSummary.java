package dev.telemetry.cli;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * The summary of a report.
 *
 * @param json all of it
 */
record JobSummary(Map<String, @Nullable Object> json) {

	/**
	 * Reads a summary.
	 * @throws DamagedException if it is none
	 */
	static JobSummary of(String text) throws DamagedException {
		Map<String, @Nullable Object> json = Json.parseObject(text);
		if (!(json.get("by_name") instanceof Map<?, ?>)) {
			throw new DamagedException("no summary of a job");
		}
		return new JobSummary(json);
	}

	String text(String key) {
		return Json.text(this.json, key, "");
	}

	double number(String key) {
		return Json.number(this.json, key);
	}

	/**
	 * How the job ended, as one word.
	 */
	String outcome() {
		Object success = this.json.get("success");
		if (success == null) {
			return "skipped";
		}
		return (success.equals(true)) ? "ok" : "failed";
	}

	/**
	 * Why it failed, empty if it did not.
	 */
	String error() {
		String message = text("error_msg");
		return text("error") + ((message.isEmpty()) ? "" : ": " + message);
	}

	/**
	 * When it began, in microseconds since 1970.
	 */
	long startMicros() {
		try {
			Instant start = Instant.parse(text("started_at"));
			return Math.addExact(Math.multiplyExact(start.getEpochSecond(), 1_000_000L), start.getNano() / 1_000);
		}
		catch (DateTimeException | ArithmeticException ex) {
			return 0;
		}
	}

	/**
	 * What the job waited for most.
	 * @return what there is to say about it, or {@code null} if that is not known
	 */
	@Nullable NameRow waitedForMost() {
		return names().stream()
			.filter((row) -> row.critical() > 0)
			.max(Comparator.comparingDouble(NameRow::critical))
			.orElse(null);
	}

	/**
	 * What there is to say about each name, the slowest first.
	 */
	List<NameRow> names() {
		return Json.object(this.json.get("by_name"))
			.entrySet()
			.stream()
			.map((entry) -> NameRow.of(entry.getKey(), entry.getValue()))
			.sorted(Comparator.comparingDouble(NameRow::total).reversed().thenComparing(NameRow::name))
			.toList();
	}

}
