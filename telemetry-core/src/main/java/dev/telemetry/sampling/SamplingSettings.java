package dev.telemetry.sampling;

import java.time.Duration;

import dev.telemetry.decision.ConsistentRatio;

/**
 * What decides which traces are kept. Immutable; a changed copy comes from
 * {@link #toBuilder()}.
 *
 * @param enabled whether what is not sampled at its start may still be kept at its end
 * @param ratio share of the traces without a parent that is kept in any case
 * @param jobRatio the same for jobs
 * @param maxJobsPerSecond how many jobs of one type are sampled in a second at the most
 * @param keepErrors which errors keep a trace
 * @param slowThresholdNanos beyond which duration a request is slow, in nanoseconds
 * @param jobSlowThresholdNanos beyond which duration a job is slow, in nanoseconds
 * @param maxErrorsPerSecond how many traces are kept for their errors in a second, with
 * bursts of twice that
 * @param maxSlowPerSecond how many traces are kept for being slow in a second, with
 * bursts of twice that
 * @param routeIntervalNanos after how long without any trace of an operation one is kept,
 * in nanoseconds, 0 for never
 * @param eagerAttributes whether spans get their attributes although they are not kept
 * @param dryRun whether everything is exported, marked with what would have become of it
 */
public record SamplingSettings(boolean enabled, ConsistentRatio ratio, ConsistentRatio jobRatio, int maxJobsPerSecond,
		KeepErrors keepErrors, long slowThresholdNanos, long jobSlowThresholdNanos, int maxErrorsPerSecond,
		int maxSlowPerSecond, long routeIntervalNanos, boolean eagerAttributes, boolean dryRun) {

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
			return new SamplingSettings(this.enabled, this.ratio, this.jobRatio, this.maxJobsPerSecond, this.keepErrors,
					this.slowThresholdNanos, this.jobSlowThresholdNanos, this.maxErrorsPerSecond, this.maxSlowPerSecond,
					this.routeIntervalNanos, this.eagerAttributes, this.dryRun);
		}

	}

}
