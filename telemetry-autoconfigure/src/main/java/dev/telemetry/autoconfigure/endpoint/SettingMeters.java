package dev.telemetry.autoconfigure.endpoint;

import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.MeterBinder;

import dev.telemetry.names.MeterNames;
import dev.telemetry.sampling.SamplingControl;
import dev.telemetry.sampling.SamplingSettings;
import dev.telemetry.sampling.SamplingSettings.KeepErrors;
import dev.telemetry.sampling.SamplingSettings.ParentSampling;

/**
 * Meters with the sampling settings in force. The ratio and the threshold of requests
 * have meters even without the endpoint.
 *
 * @param control has the settings
 */
record SettingMeters(SamplingControl control) implements MeterBinder {

	@Override
	public void bindTo(MeterRegistry registry) {
		flag(registry, MeterNames.SAMPLING_ENABLED, "Whether what is not sampled may still be kept",
				SamplingSettings::enabled);
		flag(registry, MeterNames.SAMPLING_DRY_RUN, "Whether everything is exported and marked",
				SamplingSettings::dryRun);
		number(registry, MeterNames.SAMPLING_JOB_RATIO, "Share of the jobs that is kept in any case",
				(settings) -> settings.jobRatio().value());
		number(registry, MeterNames.SAMPLING_MAX_JOBS, "Jobs of a type that are sampled in a second",
				SamplingSettings::maxJobsPerSecond);
		number(registry, MeterNames.SAMPLING_MAX_PARENTS, "Traces that callers may sample in a second, if limited",
				SamplingSettings::maxParentsPerSecond);
		number(registry, MeterNames.SAMPLING_MAX_ERRORS, "Traces that are kept for errors in a second",
				SamplingSettings::maxErrorsPerSecond);
		number(registry, MeterNames.SAMPLING_MAX_SLOW, "Traces that are kept for being slow in a second",
				SamplingSettings::maxSlowPerSecond);
		duration(registry, MeterNames.SAMPLING_JOB_SLOW_THRESHOLD, "Duration beyond which a job is slow; NaN for none",
				(settings) -> nanos(settings.jobSlowThresholdNanos()));
		duration(registry, MeterNames.SAMPLING_ROUTE_INTERVAL,
				"How long a route has no trace before one is kept; 0 for ever", SamplingSettings::routeIntervalNanos);
		choice(registry, MeterNames.SAMPLING_KEEP_ERRORS, "1 for what keeps errors", KeepErrors.values(),
				SamplingSettings::keepErrors);
		choice(registry, MeterNames.SAMPLING_PARENT, "1 for what callers count", ParentSampling.values(),
				SamplingSettings::parent);
	}

	private static double nanos(long threshold) {
		return (threshold != Long.MAX_VALUE) ? threshold : Double.NaN;
	}

	private void flag(MeterRegistry registry, String name, String description,
			Function<SamplingSettings, Boolean> value) {
		number(registry, name, description, (settings) -> (value.apply(settings)) ? 1 : 0);
	}

	private void number(MeterRegistry registry, String name, String description,
			ToDoubleFunction<SamplingSettings> value) {
		Gauge.builder(name, this.control, (control) -> value.applyAsDouble(control.settings()))
			.description(description)
			.register(registry);
	}

	private void duration(MeterRegistry registry, String name, String description,
			ToDoubleFunction<SamplingSettings> nanos) {
		TimeGauge
			.builder(name, this.control, TimeUnit.NANOSECONDS, (control) -> nanos.applyAsDouble(control.settings()))
			.description(description)
			.register(registry);
	}

	private <E extends Enum<E>> void choice(MeterRegistry registry, String name, String description, E[] values,
			Function<SamplingSettings, E> current) {
		for (E value : values) {
			Gauge.builder(name, this.control, (control) -> (current.apply(control.settings()).equals(value)) ? 1 : 0)
				.description(description)
				.tag(MeterNames.TAG_VALUE, value.name().toLowerCase(Locale.ROOT))
				.register(registry);
		}
	}

}
