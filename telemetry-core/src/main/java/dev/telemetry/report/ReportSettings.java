package dev.telemetry.report;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;

/**
 * Settings of job reports. Immutable.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @param directory the directory for reports, which are written to {@code jobs} below it
 * @param types types of the jobs that are reported, empty for all
 * @param maxSpans how many spans of a job get a line; statistics include all spans
 * @param retain how long reports are kept
 * @param maxReports how many reports are kept, the newest ones
 * @since 0.1.0
 */
public record ReportSettings(Path directory, Set<String> types, int maxSpans, Duration retain, int maxReports) {

	/**
	 * Creates settings.
	 * @throws IllegalArgumentException if a bound is not positive
	 */
	public ReportSettings {
		types = Set.copyOf(types);
		if (maxSpans < 1 || maxReports < 1 || retain.isNegative() || retain.isZero()) {
			throw new IllegalArgumentException("Bounds must be positive");
		}
	}

	boolean reports(String type) {
		return this.types.isEmpty() || this.types.contains(type);
	}

}
