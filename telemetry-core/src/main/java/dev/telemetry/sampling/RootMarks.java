package dev.telemetry.sampling;

import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.sdk.trace.ReadableSpan;
import org.jspecify.annotations.Nullable;

import dev.telemetry.decision.PathSampling;
import dev.telemetry.decision.RootProgress;
import dev.telemetry.names.SamplingAttributes;

/**
 * What is known of a local root while it is open: how it started, the marks that any
 * thread may set on it, and the answers of the limits on kept traces.
 */
abstract class RootMarks implements EndedRoot {

	private static final LimitedReason[] REASONS = LimitedReason.values();

	private final SpanContext context;

	private final RootStart start;

	private final @Nullable PathSampling path;

	private final boolean dryRun;

	private volatile @Nullable RootProgress progress;

	private volatile boolean forced;

	private volatile boolean failedBelow;

	private volatile boolean described;

	// Sets of reasons, packed into bytes: there is one such object for each open request.
	private volatile byte granted;

	private volatile byte refused;

	private volatile byte notPromised;

	RootMarks(SpanContext context, RootStart start, @Nullable PathSampling path, boolean dryRun) {
		this.context = context;
		this.start = start;
		this.path = path;
		this.dryRun = dryRun;
	}

	final String id() {
		return this.context.getSpanId();
	}

	final SpanContext context() {
		return this.context;
	}

	final boolean is(String spanId) {
		return id().equals(spanId);
	}

	/**
	 * Sets what can be asked about the root while it is open.
	 */
	final void follow(RootProgress progress) {
		this.progress = progress;
	}

	/**
	 * Returns whether the root is known to stream its response, so that a long duration
	 * is no sign of trouble.
	 */
	final boolean isStreaming() {
		RootProgress progress = this.progress;
		return progress != null && progress.isStreaming();
	}

	/**
	 * Returns whether the root can tell whether it streams.
	 */
	final boolean isObserved() {
		return this.progress != null;
	}

	/**
	 * Returns the progress of the root, or {@code null} if the root is over or has none.
	 */
	final @Nullable RootProgress progress() {
		return this.progress;
	}

	/**
	 * Clears all that is not needed after the end.
	 */
	void forget() {
		this.progress = null;
	}

	/**
	 * Notes whether a span that has ended below the root asks to keep the trace, or
	 * failed.
	 */
	final void noteBelow(ReadableSpan ended, SamplingSettings settings) {
		noteForced(ended);
		if (settings.keepErrors() == SamplingSettings.KeepErrors.ANY && !this.failedBelow
				&& SpanOutcome.failed(ended)) {
			this.failedBelow = true;
		}
	}

	/**
	 * Notes whether an attribute of a span asks to keep the trace.
	 */
	final void noteForced(ReadableSpan span) {
		if (Boolean.TRUE.equals(span.getAttribute(SamplingAttributes.KEEP))) {
			this.forced = true;
		}
	}

	final void force() {
		this.forced = true;
	}

	/**
	 * Returns the answer of the limit for a reason.
	 */
	final Grant grant(LimitedReason reason) {
		if (reason.isIn(this.granted)) {
			return Grant.GRANTED;
		}
		if (reason.isIn(this.refused)) {
			return Grant.REFUSED;
		}
		return (reason.isIn(this.notPromised)) ? Grant.NOT_PROMISED : Grant.NOT_ASKED;
	}

	/**
	 * Notes the answer of the limit for a reason. Must be called with the lock of the
	 * root held.
	 */
	final void grant(LimitedReason reason, Grant grant) {
		if (grant == Grant.GRANTED) {
			this.granted = reason.with(this.granted);
		}
		else if (grant == Grant.REFUSED) {
			this.refused = reason.with(this.refused);
		}
		else {
			this.notPromised = reason.with(this.notPromised);
		}
	}

	/**
	 * Returns the reason for which the root was granted, or {@code null}. Other services
	 * may have been told that its trace is kept.
	 */
	final @Nullable LimitedReason granted() {
		return first(this.granted);
	}

	/**
	 * Returns the reason for which a limit refused the root, or {@code null}.
	 */
	final @Nullable LimitedReason refused() {
		return first(this.refused);
	}

	private static @Nullable LimitedReason first(byte reasons) {
		if (reasons == 0) {
			return null;
		}
		for (LimitedReason reason : REASONS) {
			if (reason.isIn(reasons)) {
				return reason;
			}
		}
		return null;
	}

	/**
	 * Returns whether the root is certain to be kept although it is open.
	 */
	final boolean isCertain() {
		return sampled() || this.forced || granted() != null;
	}

	/**
	 * Returns whether the root is certain to be exported, so that nothing needs to be
	 * held.
	 */
	final boolean isExported() {
		return this.dryRun || isCertain();
	}

	final boolean isDryRun() {
		return this.dryRun;
	}

	/**
	 * Returns whether the root is certain to be kept for its own course, and not by
	 * chance or for its caller.
	 */
	final boolean isPromised() {
		return this.forced || granted() != null;
	}

	/**
	 * Notes that the span of the root has the attributes of the decision.
	 */
	final void noteDescribed() {
		this.described = true;
	}

	final boolean isDescribed() {
		return this.described;
	}

	/**
	 * Returns whether the root started below another root that was over and not kept.
	 */
	final boolean isLate() {
		return this.start == RootStart.LATE;
	}

	/**
	 * Returns whether the adjusted count is the caller's, so that it is unknown here.
	 */
	final boolean isCountedByCaller() {
		return this.start == RootStart.CALLED;
	}

	@Override
	public final boolean sampled() {
		return this.context.isSampled();
	}

	@Override
	public final boolean sampledByCaller() {
		return sampled() && this.start == RootStart.CALLED;
	}

	@Override
	public final boolean hasCaller() {
		return this.start == RootStart.CALLED || this.start == RootStart.CALLED_BY_OUTSIDER;
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

}
