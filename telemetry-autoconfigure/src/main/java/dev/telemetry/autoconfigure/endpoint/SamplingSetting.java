package dev.telemetry.autoconfigure.endpoint;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import dev.telemetry.control.Shares;
import dev.telemetry.sampling.SamplingControl;
import dev.telemetry.sampling.SamplingOverride;
import dev.telemetry.sampling.SamplingSettings;
import dev.telemetry.sampling.SamplingSettings.KeepErrors;
import dev.telemetry.sampling.SamplingSettings.ParentSampling;
import dev.telemetry.sampling.TargetRatio;

/**
 * The settings of sampling that can be changed.
 */
enum SamplingSetting {

	RATIO("ratio", Allowed.SHARE, (settings, value) -> settings.ratio(number(value))),

	JOB_RATIO("job-ratio", Allowed.SHARE, (settings, value) -> settings.jobRatio(number(value))),

	PARENT("parent", Allowed.of(ParentSampling.values()),
			(settings, value) -> settings.parent(constant(ParentSampling.class, value))),

	MAX_PARENTS_PER_SECOND("max-parents-per-second", Allowed.COUNT,
			(settings, value) -> settings.maxParentsPerSecond(count(value))),

	MAX_JOBS_PER_SECOND("max-jobs-per-second", Allowed.COUNT,
			(settings, value) -> settings.maxJobsPerSecond(count(value))),

	ENABLED("enabled", Allowed.FLAG, (settings, value) -> settings.enabled(flag(value))),

	KEEP_ERRORS("keep-errors", Allowed.of(KeepErrors.values()),
			(settings, value) -> settings.keepErrors(constant(KeepErrors.class, value))),

	SLOW_THRESHOLD("slow-threshold", Allowed.DURATION, (settings, value) -> settings.slowThreshold(duration(value))),

	JOB_SLOW_THRESHOLD("job-slow-threshold", Allowed.DURATION,
			(settings, value) -> settings.jobSlowThreshold(duration(value))),

	MAX_ERRORS_PER_SECOND("max-errors-per-second", Allowed.COUNT,
			(settings, value) -> settings.maxErrorsPerSecond(count(value))),

	MAX_SLOW_PER_SECOND("max-slow-per-second", Allowed.COUNT,
			(settings, value) -> settings.maxSlowPerSecond(count(value))),

	ROUTE_INTERVAL("route-interval", Allowed.INTERVAL, (settings, value) -> settings.routeInterval(duration(value))),

	DRY_RUN("dry-run", Allowed.FLAG, (settings, value) -> settings.dryRun(flag(value)));

	/** Prefix of the names of these settings. */
	static final String PREFIX = "sampling.";

	// Settings that apply at the start of a trace, and have no effect with a sampler of
	// the application.
	private static final List<SamplingSetting> OF_THE_HEAD = List.of(RATIO, JOB_RATIO, PARENT, MAX_PARENTS_PER_SECOND,
			MAX_JOBS_PER_SECOND);

	private final String id;

	private final String allowed;

	@SuppressWarnings("ImmutableEnumChecker")
	private final BiFunction<SamplingSettings.Builder, String, SamplingSettings.Builder> change;

	SamplingSetting(String property, String allowed,
			BiFunction<SamplingSettings.Builder, String, SamplingSettings.Builder> change) {
		this.id = "sampling." + property;
		this.allowed = allowed;
		this.change = change;
	}

	/**
	 * Returns the settings of an application.
	 * @param control the control to change settings with
	 * @param ownHead whether the sampler is that of this project
	 * @param target adapts the ratio, or {@code null} if it is not adapted
	 */
	static List<TelemetrySetting> of(SamplingControl control, boolean ownHead, @Nullable TargetRatio target) {
		List<TelemetrySetting> settings = new ArrayList<>();
		for (SamplingSetting setting : values()) {
			if (ownHead || !OF_THE_HEAD.contains(setting)) {
				settings.add(new Controlled(setting, control));
			}
		}
		if (target != null) {
			settings.add(new AdjustableSetting<>(PREFIX + "target-traces-per-minute", "a number above zero",
					target.tracesPerMinute(), (value) -> {
						int traces = aboveZero(value);
						return (before) -> traces;
					}));
		}
		return settings;
	}

	/**
	 * Returns the name of the property without the prefix {@code telemetry.}.
	 */
	String id() {
		return this.id;
	}

	private static int aboveZero(String value) {
		int number = count(value);
		if (number < 1) {
			throw new IllegalArgumentException("Not above zero");
		}
		return number;
	}

	private static double number(String value) {
		return Shares.parse(value);
	}

	private static int count(String value) {
		return Integer.parseInt(value);
	}

	private static Duration duration(String value) {
		return Durations.parse(value);
	}

	private static boolean flag(String value) {
		return switch (value.toLowerCase(Locale.ROOT)) {
			case "true" -> true;
			case "false" -> false;
			default -> throw new IllegalArgumentException("Neither true nor false");
		};
	}

	private static <E extends Enum<E>> E constant(Class<E> type, String value) {
		return Enum.valueOf(type, value.toUpperCase(Locale.ROOT));
	}

	/**
	 * Descriptions of the allowed values.
	 */
	private static final class Allowed {

		static final String SHARE = "a number from 0.0 to 1.0";

		static final String COUNT = "a number, 0 or more";

		static final String DURATION = "a duration above zero, such as 750ms or 2s";

		static final String INTERVAL = "a duration, such as 10m, or 0 for never";

		static final String FLAG = "true or false";

		private Allowed() {
		}

		static String of(Enum<?>[] values) {
			return Arrays.stream(values)
				.map((value) -> value.name().toLowerCase(Locale.ROOT))
				.collect(Collectors.joining(", ", "one of ", ""));
		}

	}

	/**
	 * A setting with the control that changes it.
	 */
	private record Controlled(SamplingSetting setting, SamplingControl control) implements TelemetrySetting {

		@Override
		public String name() {
			return this.setting.id;
		}

		@Override
		public String allowed() {
			return this.setting.allowed;
		}

		@Override
		public Change change(String value, @Nullable Duration expiry) {
			SamplingOverride override = this.control
				.add((settings) -> this.setting.change.apply(settings, value.strip()), expiry);
			return new Change() {

				@Override
				public boolean isActive() {
					return Controlled.this.control.isActive(override);
				}

				@Override
				public void takeBack() {
					Controlled.this.control.remove(override);
				}

			};
		}

	}

}
