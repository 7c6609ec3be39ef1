package dev.telemetry.sampling;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import dev.telemetry.decision.ConsistentRatio;

/**
 * Settings that determine which traces are kept. Immutable, and checked when they are
 * built. {@link #toBuilder()} makes a changed copy. Durations are in nanoseconds, because
 * they are read for each request.
 *
 * @since 0.1.0
 */
public final class SamplingSettings {

	private final Values values;

	private SamplingSettings(Values values) {
		this.values = values;
	}

	/**
	 * Starts with the defaults.
	 * @return a builder
	 */
	public static Builder builder() {
		return new Builder();
	}

	/**
	 * Starts with these settings.
	 * @return a builder
	 */
	public Builder toBuilder() {
		return new Builder(this.values);
	}

	/**
	 * Returns whether a trace that is not sampled at its start may still be kept at its
	 * end.
	 * @return whether the rules are on
	 */
	public boolean enabled() {
		return this.values.enabled;
	}

	/**
	 * Returns the share of the traces without a parent that is kept at random.
	 * @return the share
	 */
	public ConsistentRatio ratio() {
		return this.values.ratio;
	}

	/**
	 * Returns the share of the jobs that is kept at random.
	 * @return the share
	 */
	public ConsistentRatio jobRatio() {
		return this.values.jobRatio;
	}

	/**
	 * Returns how many jobs of one type are sampled in a second at most.
	 * @return jobs in a second
	 */
	public int maxJobsPerSecond() {
		return this.values.maxJobsPerSecond;
	}

	/**
	 * Returns the effect of the sampled flag of a caller.
	 * @return the effect
	 */
	public ParentSampling parent() {
		return this.values.parent;
	}

	/**
	 * Returns how many traces are kept in a second because a caller sampled them, if that
	 * is limited.
	 * @return traces in a second, with bursts of twice that
	 */
	public int maxParentsPerSecond() {
		return this.values.maxParentsPerSecond;
	}

	/**
	 * Returns which errors keep a trace.
	 * @return which errors
	 */
	public KeepErrors keepErrors() {
		return this.values.keepErrors;
	}

	/**
	 * Returns whether requests are kept whose client went away or broke its request,
	 * which is no error.
	 * @return whether they are kept, as many as errors at most
	 */
	public boolean keepDisconnects() {
		return this.values.keepDisconnects;
	}

	/**
	 * Returns the duration beyond which a request is slow.
	 * @return nanoseconds
	 */
	public long slowThresholdNanos() {
		return this.values.slowThresholdNanos;
	}

	/**
	 * Returns the duration beyond which a job is slow.
	 * @return nanoseconds
	 */
	public long jobSlowThresholdNanos() {
		return this.values.jobSlowThresholdNanos;
	}

	/**
	 * Returns how many traces are kept for their errors in a second, beside the few that
	 * each operation has of its own.
	 * @return traces in a second, with bursts of twice that
	 */
	public int maxErrorsPerSecond() {
		return this.values.maxErrorsPerSecond;
	}

	/**
	 * Returns how many traces are kept for being slow in a second, beside the few that
	 * each operation has of its own.
	 * @return traces in a second, with bursts of twice that
	 */
	public int maxSlowPerSecond() {
		return this.values.maxSlowPerSecond;
	}

	/**
	 * Returns the time without any kept trace of an operation after which one is kept.
	 * @return nanoseconds, 0 for never
	 */
	public long routeIntervalNanos() {
		return this.values.routeIntervalNanos;
	}

	/**
	 * Returns whether spans get their attributes although they are not kept.
	 * @return whether they are written
	 */
	public boolean eagerAttributes() {
		return this.values.eagerAttributes;
	}

	/**
	 * Returns whether everything is exported, marked with what would have been kept or
	 * dropped.
	 * @return whether it is a dry run
	 */
	public boolean dryRun() {
		return this.values.dryRun;
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof SamplingSettings settings && this.values.equals(settings.values);
	}

	@Override
	public int hashCode() {
		return this.values.hashCode();
	}

	@Override
	public String toString() {
		return this.values.toString();
	}

	/**
	 * Which errors keep a trace.
	 */
	public enum KeepErrors {

		/** Those of the local root. */
		ROOT,

		/** Those of any of its spans. */
		ANY,

		/** None. */
		NONE

	}

	/**
	 * Effect of the sampled flag of a caller.
	 */
	public enum ParentSampling {

		/** What a caller sampled is kept. */
		OBEY,

		/** What a caller sampled is kept, up to a number of traces in a second. */
		LIMITED,

		/** The flag is ignored: the ratio decides. */
		IGNORE

	}

	private record Values(boolean enabled, ConsistentRatio ratio, ConsistentRatio jobRatio, int maxJobsPerSecond,
			ParentSampling parent, int maxParentsPerSecond, KeepErrors keepErrors, boolean keepDisconnects,
			long slowThresholdNanos, long jobSlowThresholdNanos, int maxErrorsPerSecond, int maxSlowPerSecond,
			long routeIntervalNanos, boolean eagerAttributes, boolean dryRun) {

	}

	/**
	 * Builds settings. Not thread safe.
	 */
	public static final class Builder {

		private boolean enabled = true;

		private ConsistentRatio ratio = ConsistentRatio.of(0.02);

		private ConsistentRatio jobRatio = ConsistentRatio.of(1.0);

		private int maxJobsPerSecond = 10;

		private ParentSampling parent = ParentSampling.OBEY;

		private int maxParentsPerSecond = 100;

		private KeepErrors keepErrors = KeepErrors.ROOT;

		private boolean keepDisconnects;

		private long slowThresholdNanos = Duration.ofSeconds(2).toNanos();

		private long jobSlowThresholdNanos = Long.MAX_VALUE;

		private int maxErrorsPerSecond = 10;

		private int maxSlowPerSecond = 10;

		private long routeIntervalNanos = Duration.ofMinutes(10).toNanos();

		private boolean eagerAttributes;

		private boolean dryRun;

		private Builder() {
		}

		private Builder(Values values) {
			this.enabled = values.enabled;
			this.ratio = values.ratio;
			this.jobRatio = values.jobRatio;
			this.maxJobsPerSecond = values.maxJobsPerSecond;
			this.parent = values.parent;
			this.maxParentsPerSecond = values.maxParentsPerSecond;
			this.keepErrors = values.keepErrors;
			this.keepDisconnects = values.keepDisconnects;
			this.slowThresholdNanos = values.slowThresholdNanos;
			this.jobSlowThresholdNanos = values.jobSlowThresholdNanos;
			this.maxErrorsPerSecond = values.maxErrorsPerSecond;
			this.maxSlowPerSecond = values.maxSlowPerSecond;
			this.routeIntervalNanos = values.routeIntervalNanos;
			this.eagerAttributes = values.eagerAttributes;
			this.dryRun = values.dryRun;
		}

		/**
		 * Switches the rules on or off. While they are off, a trace that is not sampled
		 * at its start is not recorded.
		 * @param enabled whether they are on
		 * @return this builder
		 */
		public Builder enabled(boolean enabled) {
			this.enabled = enabled;
			return this;
		}

		/**
		 * Sets the share of the traces without a parent that is kept at random.
		 * @param ratio the share, from 0.0 to 1.0
		 * @return this builder
		 * @throws IllegalArgumentException if it is not from 0.0 to 1.0
		 */
		public Builder ratio(double ratio) {
			this.ratio = ConsistentRatio.of(ratio);
			return this;
		}

		/**
		 * Sets the share of the jobs that is kept at random.
		 * @param jobRatio the share, from 0.0 to 1.0
		 * @return this builder
		 * @throws IllegalArgumentException if it is not from 0.0 to 1.0
		 */
		public Builder jobRatio(double jobRatio) {
			this.jobRatio = ConsistentRatio.of(jobRatio);
			return this;
		}

		/**
		 * Sets how many jobs of one type are sampled in a second at most.
		 * @param maxJobsPerSecond jobs in a second
		 * @return this builder
		 * @throws IllegalArgumentException if it is negative
		 */
		public Builder maxJobsPerSecond(int maxJobsPerSecond) {
			this.maxJobsPerSecond = atLeastZero("maxJobsPerSecond", maxJobsPerSecond);
			return this;
		}

		/**
		 * Sets the effect of the sampled flag of a caller.
		 * @param parent the effect
		 * @return this builder
		 */
		public Builder parent(ParentSampling parent) {
			this.parent = present("parent", parent);
			return this;
		}

		/**
		 * Sets how many traces are kept in a second because a caller sampled them, if
		 * that is limited.
		 * @param maxParentsPerSecond traces in a second
		 * @return this builder
		 * @throws IllegalArgumentException if it is negative
		 */
		public Builder maxParentsPerSecond(int maxParentsPerSecond) {
			this.maxParentsPerSecond = atLeastZero("maxParentsPerSecond", maxParentsPerSecond);
			return this;
		}

		/**
		 * Sets which errors keep a trace.
		 * @param keepErrors which errors
		 * @return this builder
		 */
		public Builder keepErrors(KeepErrors keepErrors) {
			this.keepErrors = present("keepErrors", keepErrors);
			return this;
		}

		/**
		 * Keeps requests whose client went away or broke its request.
		 * @param keepDisconnects whether they are kept, as many as errors at most
		 * @return this builder
		 */
		public Builder keepDisconnects(boolean keepDisconnects) {
			this.keepDisconnects = keepDisconnects;
			return this;
		}

		/**
		 * Sets the duration beyond which a request is slow.
		 * @param slowThreshold the duration, above zero
		 * @return this builder
		 * @throws IllegalArgumentException if it is not above zero, or above 292 years
		 */
		public Builder slowThreshold(Duration slowThreshold) {
			this.slowThresholdNanos = positive("slowThreshold", slowThreshold);
			return this;
		}

		/**
		 * Sets the duration beyond which a job is slow.
		 * @param jobSlowThreshold the duration, above zero, or {@code null} if no job is
		 * slow
		 * @return this builder
		 * @throws IllegalArgumentException if it is not above zero, or above 292 years
		 */
		public Builder jobSlowThreshold(@Nullable Duration jobSlowThreshold) {
			this.jobSlowThresholdNanos = (jobSlowThreshold != null) ? positive("jobSlowThreshold", jobSlowThreshold)
					: Long.MAX_VALUE;
			return this;
		}

		/**
		 * Sets how many traces are kept for their errors in a second.
		 * @param maxErrorsPerSecond traces in a second, 0 for none
		 * @return this builder
		 * @throws IllegalArgumentException if it is negative
		 */
		public Builder maxErrorsPerSecond(int maxErrorsPerSecond) {
			this.maxErrorsPerSecond = atLeastZero("maxErrorsPerSecond", maxErrorsPerSecond);
			return this;
		}

		/**
		 * Sets how many traces are kept for being slow in a second.
		 * @param maxSlowPerSecond traces in a second, 0 for none
		 * @return this builder
		 * @throws IllegalArgumentException if it is negative
		 */
		public Builder maxSlowPerSecond(int maxSlowPerSecond) {
			this.maxSlowPerSecond = atLeastZero("maxSlowPerSecond", maxSlowPerSecond);
			return this;
		}

		/**
		 * Sets the time without any kept trace of an operation after which one is kept.
		 * @param routeInterval the duration, zero for never
		 * @return this builder
		 * @throws IllegalArgumentException if it is negative, or above 292 years
		 */
		public Builder routeInterval(Duration routeInterval) {
			if (routeInterval.isNegative()) {
				throw new IllegalArgumentException("'routeInterval' must not be negative");
			}
			this.routeIntervalNanos = nanos("routeInterval", routeInterval);
			return this;
		}

		/**
		 * Writes the attributes of spans that are not kept as well, for processors of the
		 * application that look at them.
		 * @param eagerAttributes whether to write them
		 * @return this builder
		 */
		public Builder eagerAttributes(boolean eagerAttributes) {
			this.eagerAttributes = eagerAttributes;
			return this;
		}

		/**
		 * Exports everything, marked with what would have been kept or dropped.
		 * @param dryRun whether it is a dry run
		 * @return this builder
		 */
		public Builder dryRun(boolean dryRun) {
			this.dryRun = dryRun;
			return this;
		}

		// A null value would otherwise make each span that starts fail.
		private static <T> T present(String name, @Nullable T value) {
			if (value == null) {
				throw new IllegalArgumentException("'" + name + "' must not be null");
			}
			return value;
		}

		private static int atLeastZero(String name, int value) {
			if (value < 0) {
				throw new IllegalArgumentException("'" + name + "' must not be negative");
			}
			return value;
		}

		private static long positive(String name, Duration value) {
			if (value.isNegative() || value.isZero()) {
				throw new IllegalArgumentException("'" + name + "' must be above zero");
			}
			return nanos(name, value);
		}

		private static long nanos(String name, Duration value) {
			try {
				return value.toNanos();
			}
			catch (ArithmeticException ex) {
				throw new IllegalArgumentException("'" + name + "' must be below 292 years", ex);
			}
		}

		/**
		 * Builds the settings.
		 * @return the settings
		 */
		public SamplingSettings build() {
			return new SamplingSettings(new Values(this.enabled, this.ratio, this.jobRatio, this.maxJobsPerSecond,
					this.parent, this.maxParentsPerSecond, this.keepErrors, this.keepDisconnects,
					this.slowThresholdNanos, this.jobSlowThresholdNanos, this.maxErrorsPerSecond, this.maxSlowPerSecond,
					this.routeIntervalNanos, this.eagerAttributes, this.dryRun));
		}

	}

}
