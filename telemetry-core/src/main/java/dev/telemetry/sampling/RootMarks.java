package dev.telemetry.sampling;

import io.opentelemetry.sdk.trace.ReadableSpan;
import org.jspecify.annotations.Nullable;

import dev.telemetry.decision.PathSampling;
import dev.telemetry.decision.RootOutcome;
import dev.telemetry.decision.RootProgress;
import dev.telemetry.names.SamplingAttributes;

/**
 * What is known of a local root: how it started, the marks that any thread may set on it,
 * and whether it may be kept beyond what is limited in a second. It is judged by one
 * thread.
 */
abstract class RootMarks implements EndedRoot {

	private final String id;

	private final String traceId;

	private final Start start;

	private final boolean sampled;

	private final @Nullable PathSampling path;

	private final boolean dryRun;

	// Forgotten with the end, because late spans go on holding the trace.
	private volatile @Nullable ReadableSpan span;

	private volatile @Nullable RootProgress progress;

	private volatile boolean forced;

	private volatile boolean failedBelow;

	private volatile boolean described;

	private volatile Grant error = Grant.NOT_ASKED;

	private volatile Grant slow = Grant.NOT_ASKED;

	private @Nullable RootOutcome outcome;

	private @Nullable SamplingSettings settings;

	RootMarks(ReadableSpan span, Start start, @Nullable PathSampling path, boolean dryRun) {
		this.span = span;
		this.id = span.getSpanContext().getSpanId();
		this.traceId = span.getSpanContext().getTraceId();
		this.sampled = span.getSpanContext().isSampled();
		this.start = start;
		this.path = path;
		this.dryRun = dryRun;
	}

	final String id() {
		return this.id;
	}

	final String traceId() {
		return this.traceId;
	}

	final boolean is(String spanId) {
		return this.id.equals(spanId);
	}

	/**
	 * Prepares the root for the rules.
	 */
	final void judgedBy(RootOutcome outcome, SamplingSettings settings) {
		this.outcome = outcome;
		this.settings = settings;
	}

	/**
	 * Takes what can be asked about the root while it is open.
	 */
	final void follow(RootProgress progress) {
		this.progress = progress;
	}

	/**
	 * Whether the root is known to stream, so that a long duration says nothing.
	 */
	final boolean isStreaming() {
		RootProgress progress = this.progress;
		return progress != null && progress.isStreaming();
	}

	/**
	 * Whether the root would say that it streams.
	 */
	final boolean isObserved() {
		return this.progress != null;
	}

	final void forget() {
		this.span = null;
		this.progress = null;
		this.outcome = null;
		this.settings = null;
	}

	/**
	 * Notes what an ended span says about its trace.
	 */
	final void noteMarks(ReadableSpan ended, SamplingSettings settings) {
		if (Boolean.TRUE.equals(ended.getAttribute(SamplingAttributes.KEEP))) {
			this.forced = true;
		}
		if (settings.keepErrors() == SamplingSettings.KeepErrors.ANY && !this.failedBelow
				&& SpanOutcome.failed(ended)) {
			this.failedBelow = true;
		}
	}

	final void force() {
		this.forced = true;
	}

	final Grant grant(LimitedReason reason) {
		return (reason == LimitedReason.ERROR) ? this.error : this.slow;
	}

	final void grant(LimitedReason reason, Grant grant) {
		if (reason == LimitedReason.ERROR) {
			this.error = grant;
		}
		else {
			this.slow = grant;
		}
	}

	/**
	 * The reason for which others may have been told that the root is kept.
	 */
	final @Nullable LimitedReason granted() {
		if (this.error == Grant.GRANTED) {
			return LimitedReason.ERROR;
		}
		return (this.slow == Grant.GRANTED) ? LimitedReason.SLOW : null;
	}

	/**
	 * Whether the root is certain to be kept although it is open.
	 */
	final boolean isCertain() {
		return this.sampled || this.forced || this.error == Grant.GRANTED || this.slow == Grant.GRANTED;
	}

	/**
	 * Whether the root is certain to be exported, so that nothing needs to be held.
	 */
	final boolean isExported() {
		return this.dryRun || isCertain();
	}

	final boolean isDryRun() {
		return this.dryRun;
	}

	/**
	 * Whether it is certain because of how it goes, and not by chance or for its caller.
	 */
	final boolean isPromised() {
		return this.forced || granted() != null;
	}

	/**
	 * Notes that the root says itself what was decided.
	 */
	final void noteDescribed() {
		this.described = true;
	}

	final boolean isDescribed() {
		return this.described;
	}

	/**
	 * The span, or {@code null} once the trace is over.
	 */
	final @Nullable ReadableSpan openSpan() {
		return this.span;
	}

	/**
	 * Whether it started below a root that was over and not kept.
	 */
	final boolean isLate() {
		return this.start == Start.LATE;
	}

	/**
	 * Whether its number cannot be known, because a caller chose it.
	 */
	final boolean isCountedByCaller() {
		return this.start == Start.CALLED;
	}

	@Override
	public final RootOutcome outcome() {
		return known(this.outcome);
	}

	@Override
	public final ReadableSpan span() {
		return known(this.span);
	}

	@Override
	public final SamplingSettings settings() {
		return known(this.settings);
	}

	private static <T> T known(@Nullable T value) {
		if (value == null) {
			throw new IllegalStateException("The root is not being judged");
		}
		return value;
	}

	@Override
	public final boolean sampled() {
		return this.sampled;
	}

	@Override
	public final boolean sampledByCaller() {
		return this.sampled && this.start == Start.CALLED;
	}

	@Override
	public final boolean hasCaller() {
		return this.start == Start.CALLED || this.start == Start.CALLED_BY_OUTSIDER;
	}

	@Override
	public final boolean forced() {
		return this.forced;
	}

	@Override
	public final boolean failedBelow() {
		return this.failedBelow;
	}

	@Override
	public final @Nullable PathSampling path() {
		return this.path;
	}

	/**
	 * How a root started.
	 */
	enum Start {

		/** Without a parent. */
		HERE,

		/** With a parent in another process. */
		CALLED,

		/** With a parent in another process, whose decision does not count. */
		CALLED_BY_OUTSIDER,

		/** With a parent in this process that is over. */
		LATE

	}

	/**
	 * What came of asking for one of those that are kept in a second.
	 */
	enum Grant {

		/** Nobody has asked yet. */
		NOT_ASKED,

		/** There was none for a promise; at the end it is asked for again. */
		NOT_PROMISED,

		/** It is kept. */
		GRANTED,

		/** It is not kept for this. */
		REFUSED

	}

}
