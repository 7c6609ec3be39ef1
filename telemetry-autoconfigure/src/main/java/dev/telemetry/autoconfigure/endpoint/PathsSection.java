package dev.telemetry.autoconfigure.endpoint;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.springframework.util.StringUtils;

import dev.telemetry.control.Adjustable;
import dev.telemetry.control.Shares;
import dev.telemetry.decision.ConsistentRatio;
import dev.telemetry.decision.PathSampling;
import dev.telemetry.request.PathRule;
import dev.telemetry.request.PathRules;
import dev.telemetry.request.PathRules.PathRatio;

/**
 * The section about sampling by path.
 *
 * @param rules the rules for paths
 * @param overrides the changes at run time
 */
record PathsSection(Adjustable<PathRules> rules, Overrides overrides) implements TelemetrySection {

	private static final String RATIOS = "http.paths";

	private static final double NANOS_IN_A_MILLISECOND = TimeUnit.MILLISECONDS.toNanos(1);

	/**
	 * Returns the setting for the ratios of paths.
	 */
	static TelemetrySetting ratios(Adjustable<PathRules> rules) {
		return new AdjustableSetting<>(RATIOS,
				"paths with their ratio from 0.0 to 1.0, such as /checkout/**=1.0; commas between them", rules,
				(value) -> {
					List<PathRatio> ratios = read(value);
					return (before) -> before.with(ratios);
				});
	}

	private static List<PathRatio> read(String value) {
		List<PathRatio> ratios = new ArrayList<>();
		for (String part : StringUtils.commaDelimitedListToStringArray(value)) {
			int end = part.lastIndexOf('=');
			if (end < 0) {
				throw new IllegalArgumentException("'" + part + "' is no path with a ratio");
			}
			ratios.add(new PathRatio(part.substring(0, end).strip(),
					ConsistentRatio.of(Shares.parse(part.substring(end + 1)))));
		}
		if (ratios.isEmpty()) {
			throw new IllegalArgumentException("There is no path");
		}
		return ratios;
	}

	@Override
	public String name() {
		return "paths";
	}

	@Override
	public Object read() {
		return new State(this.rules.base().rules().stream().map(Path::of).toList(),
				this.rules.current().ratios().stream().map(Path::of).toList(), this.overrides.active(RATIOS).toList());
	}

	/**
	 * Paths.
	 *
	 * @param configured the configured rules, of which the first that matches counts
	 * @param inForceBefore ratios in force that take precedence over the configured rules
	 * @param overrides the changes, with who made them and until when
	 */
	record State(List<Path> configured, List<Path> inForceBefore, List<ActiveOverride> overrides) {
	}

	/**
	 * Sampling of a path.
	 *
	 * @param path pattern of the path
	 * @param untraced whether the path is not traced
	 * @param ratio share of the traces that is kept, if it differs
	 * @param slowThresholdMillis from which duration on a request is slow, if it differs
	 */
	record Path(String path, boolean untraced, @Nullable Double ratio, @Nullable Double slowThresholdMillis) {

		static Path of(PathRule rule) {
			PathSampling sampling = rule.sampling();
			if (sampling == null) {
				return new Path(rule.pattern(), true, null, null);
			}
			ConsistentRatio ratio = sampling.ratio();
			Long threshold = sampling.slowThresholdNanos();
			return new Path(rule.pattern(), false, (ratio != null) ? ratio.value() : null,
					(threshold != null) ? threshold / NANOS_IN_A_MILLISECOND : null);
		}

		static Path of(PathRatio ratio) {
			return new Path(ratio.pattern(), false, ratio.ratio().value(), null);
		}

	}

}
