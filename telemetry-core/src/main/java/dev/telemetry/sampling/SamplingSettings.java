package dev.telemetry.sampling;

import java.time.Duration;

import dev.telemetry.root.ConsistentRatio;

/**
 * What decides which traces are kept. Immutable; a changed copy comes from
 * {@link #toBuilder()}.
 */
public final class SamplingSettings {

	private final Builder values;

	private SamplingSettings(Builder values) {
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
		return this.values.copy();
	}

	/**
	 * Whether what is not sampled at its start may still be kept at its end.
	 * @return whether the rules are on
	 */
	public boolean enabled() {
		return this.values.enabled;
	}

	/**
	 * The share of the traces without a parent that is kept in any case.
	 * @return the share
	 */
	public ConsistentRatio ratio() {
		return this.values.ratio;
	}

	/**
	 * The same for jobs.
	 * @return the share
	 */
	public ConsistentRatio jobRatio() {
		return this.values.jobRatio;
	}

	/**
	 * How many jobs of one type are sampled in a second at the most.
	 * @return jobs in a second
	 */
	public int maxJobsPerSecond() {
		return this.values.maxJobsPerSecond;
	}

	/**
	 * Which errors keep a trace.
	 * @return which errors
	 */
	public KeepErrors keepErrors() {
		return this.values.keepErrors;
	}

	/**
	 * Beyond which duration a request is slow.
	 * @return nanoseconds
	 */
	public long slowThresholdNanos() {
		return this.values.slowThresholdNanos;
	}

	/**
	 * Beyond which duration a job is slow.
	 * @return nanoseconds
	 */
	public long jobSlowThresholdNanos() {
		return this.values.jobSlowThresholdNanos;
	}

	/**
	 * How many traces are kept for their errors in a second, with bursts of twice that.
	 * @return traces in a second
	 */
	public int maxErrorsPerSecond() {
		return this.values.maxErrorsPerSecond;
	}

	/**
	 * How many traces are kept for being slow in a second, with bursts of twice that.
	 * @return traces in a second
	 */
	public int maxSlowPerSecond() {
		return this.values.maxSlowPerSecond;
	}

	/**
	 * After how long without any trace of an operation one is kept.
	 * @return nanoseconds, 0 for never
	 */
	public long routeIntervalNanos() {
		return this.values.routeIntervalNanos;
	}

	/**
	 * Whether spans get their attributes although they are not kept.
	 * @return whether attributes are written before the decision is looked at
	 */
	public boolean eagerAttributes() {
		return this.values.eagerAttributes;
	}

	/**
	 * Whether everything is exported, marked with what would have become of it.
	 * @return whether nothing is decided in earnest
	 */
	public boolean dryRun() {
		return this.values.dryRun;
	}

	@Override
	public String toString() {
		return "ratio=" + ratio().value() + " keep-errors=" + keepErrors() + " slow-threshold="
				+ Duration.ofNanos(slowThresholdNanos());
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
	 * Builds settings. Not thread safe.
	 */
	public static final class Builder {

		private boolean enabled = true;

		private ConsistentRatio ratio = ConsistentRatio.of(0.02);

		private ConsistentRatio jobRatio = ConsistentRatio.of(1.0);

		private int maxJobsPerSecond = 10;

		private KeepErrors keepErrors = KeepErrors.ROOT;

		private long slowThresholdNanos = Duration.ofSeconds(2).toNanos();

		private long jobSlowThresholdNanos = Long.MAX_VALUE;

		private int maxErrorsPerSecond = 10;

		private int maxSlowPerSecond = 10;

		private long routeIntervalNanos = Duration.ofMinutes(10).toNanos();

		private boolean eagerAttributes;

		private boolean dryRun;

		private Builder() {
		}

		private Builder copy() {
			return new Builder().enabled(this.enabled)
				.ratio(this.ratio)
				.jobRatio(this.jobRatio)
				.maxJobsPerSecond(this.maxJobsPerSecond)
				.keepErrors(this.keepErrors)
				.slowThresholdNanos(this.slowThresholdNanos)
				.jobSlowThresholdNanos(this.jobSlowThresholdNanos)
				.maxErrorsPerSecond(this.maxErrorsPerSecond)
				.maxSlowPerSecond(this.maxSlowPerSecond)
				.routeIntervalNanos(this.routeIntervalNanos)
				.eagerAttributes(this.eagerAttributes)
				.dryRun(this.dryRun);
		}

		/**
		 * Switches the rules on or off. Off, what is not sampled at its start is not
		 * recorded.
		 * @param enabled whether they are on
		 * @return this builder
		 */
		public Builder enabled(boolean enabled) {
			this.enabled = enabled;
			return this;
		}

		/**
		 * Sets the share of the traces without a parent that is kept in any case.
		 * @param ratio the share
		 * @return this builder
		 */
		public Builder ratio(ConsistentRatio ratio) {
			this.ratio = ratio;
			return this;
		}

		/**
		 * Sets the share of the jobs that is kept in any case.
		 * @param jobRatio the share
		 * @return this builder
		 */
		public Builder jobRatio(ConsistentRatio jobRatio) {
			this.jobRatio = jobRatio;
			return this;
		}

		/**
		 * Sets how many jobs of one type are sampled in a second at the most.
		 * @param maxJobsPerSecond jobs in a second
		 * @return this builder
		 */
		public Builder maxJobsPerSecond(int maxJobsPerSecond) {
			this.maxJobsPerSecond = maxJobsPerSecond;
			return this;
		}

		/**
		 * Sets which errors keep a trace.
		 * @param keepErrors which errors
		 * @return this builder
		 */
		public Builder keepErrors(KeepErrors keepErrors) {
			this.keepErrors = keepErrors;
			return this;
		}

		/**
		 * Sets beyond which duration a request is slow.
		 * @param slowThresholdNanos nanoseconds
		 * @return this builder
		 */
		public Builder slowThresholdNanos(long slowThresholdNanos) {
			this.slowThresholdNanos = slowThresholdNanos;
			return this;
		}

		/**
		 * Sets beyond which duration a job is slow.
		 * @param jobSlowThresholdNanos nanoseconds
		 * @return this builder
		 */
		public Builder jobSlowThresholdNanos(long jobSlowThresholdNanos) {
			this.jobSlowThresholdNanos = jobSlowThresholdNanos;
			return this;
		}

		/**
		 * Sets how many traces are kept for their errors in a second.
		 * @param maxErrorsPerSecond traces in a second
		 * @return this builder
		 */
		public Builder maxErrorsPerSecond(int maxErrorsPerSecond) {
			this.maxErrorsPerSecond = maxErrorsPerSecond;
			return this;
		}

		/**
		 * Sets how many traces are kept for being slow in a second.
		 * @param maxSlowPerSecond traces in a second
		 * @return this builder
		 */
		public Builder maxSlowPerSecond(int maxSlowPerSecond) {
			this.maxSlowPerSecond = maxSlowPerSecond;
			return this;
		}

		/**
		 * Sets after how long without any trace of an operation one is kept.
		 * @param routeIntervalNanos nanoseconds, 0 for never
		 * @return this builder
		 */
		public Builder routeIntervalNanos(long routeIntervalNanos) {
			this.routeIntervalNanos = routeIntervalNanos;
			return this;
		}

		/**
		 * Writes the attributes of spans that are not kept as well, for whoever looks at
		 * them with a processor of his own.
		 * @param eagerAttributes whether to write them
		 * @return this builder
		 */
		public Builder eagerAttributes(boolean eagerAttributes) {
			this.eagerAttributes = eagerAttributes;
			return this;
		}

		/**
		 * Exports everything, marked with what would have become of it.
		 * @param dryRun whether nothing is decided in earnest
		 * @return this builder
		 */
		public Builder dryRun(boolean dryRun) {
			this.dryRun = dryRun;
			return this;
		}

		/**
		 * Builds the settings.
		 * @return the settings
		 */
		public SamplingSettings build() {
			return new SamplingSettings(copy());
		}

	}

}
