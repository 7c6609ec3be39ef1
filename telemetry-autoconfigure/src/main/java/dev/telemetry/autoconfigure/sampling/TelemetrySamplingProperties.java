package dev.telemetry.autoconfigure.sampling;

import java.time.Duration;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.util.unit.DataSize;

import dev.telemetry.sampling.SamplingSettings.KeepErrors;
import dev.telemetry.sampling.SamplingSettings.ParentSampling;

/**
 * Which traces are kept.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
@ConfigurationProperties("telemetry.sampling")
public class TelemetrySamplingProperties {

	/**
	 * Share of the traces that is kept at random, from 0.0 to 1.0. Applies to traces that
	 * begin here; what a caller sampled is kept as well.
	 */
	private double ratio = 0.02;

	/**
	 * Number of traces to sample in a minute. The ratio is then adapted each minute to
	 * the number of traces that begin here, and at once in a sudden rise; it starts with
	 * telemetry.sampling.ratio. Errors, slow requests and what a caller sampled are kept
	 * in addition. By default, the ratio is not adapted.
	 */
	private @Nullable Integer targetTracesPerMinute;

	/**
	 * Whether errors, slow requests and the like are kept although they are not sampled.
	 * Otherwise only the ratio and the caller decide, when a trace begins.
	 */
	private boolean enabled = true;

	/**
	 * Effect of the sampled flag of a caller: its traces are kept (obey), up to
	 * max-parents-per-second of them (limited), or with the probability of the ratio
	 * (ignore). Errors and slow requests are kept in any case.
	 */
	private ParentSampling parent = ParentSampling.OBEY;

	/**
	 * How many traces are kept in a second because a caller sampled them, with bursts of
	 * twice that, if parent is limited.
	 */
	private int maxParentsPerSecond = 100;

	/**
	 * Which errors keep a trace: those of the request or job itself (root), those of any
	 * span in it (any), or none.
	 */
	private KeepErrors keepErrors = KeepErrors.ROOT;

	/**
	 * Whether requests are kept whose client went away or sent a broken request. These
	 * are no errors and do not count against their limit; at most max-errors-per-second
	 * of them are kept in a second.
	 */
	private boolean keepDisconnects;

	/**
	 * Requests that take longer than this are kept.
	 */
	private Duration slowThreshold = Duration.ofSeconds(2);

	/**
	 * Share of the jobs that is kept at random, from 0.0 to 1.0.
	 */
	private double jobRatio = 1.0;

	/**
	 * Jobs that take longer than this are kept. Without it, no job is slow.
	 */
	private @Nullable Duration jobSlowThreshold;

	/**
	 * Largest number of jobs of one type that are sampled in a second.
	 */
	private int maxJobsPerSecond = 10;

	/**
	 * Number of traces that are kept for their errors in a second, with bursts of twice
	 * that, in addition to one in ten seconds for each route or job.
	 */
	private int maxErrorsPerSecond = 10;

	/**
	 * Number of traces that are kept for being slow in a second, with bursts of twice
	 * that, in addition to one in ten seconds for each route or job.
	 */
	private int maxSlowPerSecond = 10;

	/**
	 * One trace of a route or job is kept if there was none for this long, 0 for never.
	 */
	private Duration routeInterval = Duration.ofMinutes(10);

	/**
	 * Whether to export everything, marked with what would have been kept or dropped.
	 */
	private boolean dryRun;

	/**
	 * Whether spans of requests that are not kept get their attributes too, for a
	 * SpanProcessor of the application that reads them.
	 */
	private boolean eagerAttributes;

	/**
	 * Which ended spans a SpanProcessor of the application gets: all that are recorded,
	 * or those that are kept.
	 */
	private UserProcessors userProcessors = UserProcessors.ALL;

	/**
	 * Largest number of ended spans of one request or job that are held for the decision.
	 * Further ones are lost, and the root has their number. A trace that is certain to be
	 * kept has no such limit.
	 */
	private int maxSpansPerRoot = 512;

	/**
	 * Largest number of spans that are open or held for a decision in all. Beyond it,
	 * those of the oldest requests and jobs are dropped first.
	 */
	private int maxSpans = 10_000;

	/**
	 * Memory for the spans that are held for a decision, at most an eighth of the heap.
	 */
	private DataSize maxHeldBytes = DataSize.ofMegabytes(32);

	public double getRatio() {
		return this.ratio;
	}

	public void setRatio(double ratio) {
		this.ratio = ratio;
	}

	public @Nullable Integer getTargetTracesPerMinute() {
		return this.targetTracesPerMinute;
	}

	public void setTargetTracesPerMinute(@Nullable Integer targetTracesPerMinute) {
		this.targetTracesPerMinute = targetTracesPerMinute;
	}

	public boolean isEnabled() {
		return this.enabled;
	}

	public void setEnabled(boolean enabled) {
		this.enabled = enabled;
	}

	public ParentSampling getParent() {
		return this.parent;
	}

	public void setParent(ParentSampling parent) {
		this.parent = parent;
	}

	public int getMaxParentsPerSecond() {
		return this.maxParentsPerSecond;
	}

	public void setMaxParentsPerSecond(int maxParentsPerSecond) {
		this.maxParentsPerSecond = maxParentsPerSecond;
	}

	public KeepErrors getKeepErrors() {
		return this.keepErrors;
	}

	public void setKeepErrors(KeepErrors keepErrors) {
		this.keepErrors = keepErrors;
	}

	public boolean isKeepDisconnects() {
		return this.keepDisconnects;
	}

	public void setKeepDisconnects(boolean keepDisconnects) {
		this.keepDisconnects = keepDisconnects;
	}

	public Duration getSlowThreshold() {
		return this.slowThreshold;
	}

	public void setSlowThreshold(Duration slowThreshold) {
		this.slowThreshold = slowThreshold;
	}

	public double getJobRatio() {
		return this.jobRatio;
	}

	public void setJobRatio(double jobRatio) {
		this.jobRatio = jobRatio;
	}

	public @Nullable Duration getJobSlowThreshold() {
		return this.jobSlowThreshold;
	}

	public void setJobSlowThreshold(@Nullable Duration jobSlowThreshold) {
		this.jobSlowThreshold = jobSlowThreshold;
	}

	public int getMaxJobsPerSecond() {
		return this.maxJobsPerSecond;
	}

	public void setMaxJobsPerSecond(int maxJobsPerSecond) {
		this.maxJobsPerSecond = maxJobsPerSecond;
	}

	public int getMaxErrorsPerSecond() {
		return this.maxErrorsPerSecond;
	}

	public void setMaxErrorsPerSecond(int maxErrorsPerSecond) {
		this.maxErrorsPerSecond = maxErrorsPerSecond;
	}

	public int getMaxSlowPerSecond() {
		return this.maxSlowPerSecond;
	}

	public void setMaxSlowPerSecond(int maxSlowPerSecond) {
		this.maxSlowPerSecond = maxSlowPerSecond;
	}

	public Duration getRouteInterval() {
		return this.routeInterval;
	}

	public void setRouteInterval(Duration routeInterval) {
		this.routeInterval = routeInterval;
	}

	public boolean isDryRun() {
		return this.dryRun;
	}

	public void setDryRun(boolean dryRun) {
		this.dryRun = dryRun;
	}

	public boolean isEagerAttributes() {
		return this.eagerAttributes;
	}

	public void setEagerAttributes(boolean eagerAttributes) {
		this.eagerAttributes = eagerAttributes;
	}

	public UserProcessors getUserProcessors() {
		return this.userProcessors;
	}

	public void setUserProcessors(UserProcessors userProcessors) {
		this.userProcessors = userProcessors;
	}

	public int getMaxSpansPerRoot() {
		return this.maxSpansPerRoot;
	}

	public void setMaxSpansPerRoot(int maxSpansPerRoot) {
		this.maxSpansPerRoot = maxSpansPerRoot;
	}

	public int getMaxSpans() {
		return this.maxSpans;
	}

	public void setMaxSpans(int maxSpans) {
		this.maxSpans = maxSpans;
	}

	public DataSize getMaxHeldBytes() {
		return this.maxHeldBytes;
	}

	public void setMaxHeldBytes(DataSize maxHeldBytes) {
		this.maxHeldBytes = maxHeldBytes;
	}

	/**
	 * Which spans a processor of the application gets.
	 */
	public enum UserProcessors {

		/** All that are recorded. */
		ALL,

		/** Those of traces that are kept. */
		KEPT

	}

}
