package dev.telemetry.sampling;

import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.sdk.trace.ReadableSpan;
import org.jspecify.annotations.Nullable;

import dev.telemetry.decision.PathSampling;
import dev.telemetry.decision.RootProgress;
import dev.telemetry.names.SamplingAttributes;

/**
 * What is known of a local root while it is open: how it started, the marks that any
 * thread may set on it, and whether it may be kept beyond what is limited in a second.
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

	// Sets of reasons, packed: there are as many of these objects as open requests.
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

	/**
	 * What can be asked about the root, or {@code null} if it is over or nothing can.
	 */
	final @Nullable RootProgress progress() {
		return this.progress;
	}

	/**
	 * Forgets what was only of use until the end.
	 */
	void forget() {
		this.progress = null;
	}

	/**
	 * Notes what a span that has ended below the root says about its trace.
	 */
	final void noteBelow(ReadableSpan ended, SamplingSettings settings) {
		noteForced(ended);
		if (settings.keepErrors() == SamplingSettings.KeepErrors.ANY && !this.failedBelow
				&& SpanOutcome.failed(ended)) {
			this.failedBelow = true;
		}
	}

	/**
	 * Notes whether code asks by an attribute of a span to keep the trace.
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
	 * What came of asking.
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
	 * Notes what came of asking. To be called with the lock of the root.
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
	 * The reason for which others may have been told that the root is kept.
	 */
	final @Nullable LimitedReason granted() {
		byte granted = this.granted;
		if (granted == 0) {
			return null;
		}
		for (LimitedReason reason : REASONS) {
			if (reason.isIn(granted)) {
				return reason;
			}
		}
		return null;
	}

	/**
	 * Whether the root is certain to be kept although it is open.
	 */
	final boolean isCertain() {
		return sampled() || this.forced || granted() != null;
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
	 * Whether it started below a root that was over and not kept.
	 */
	final boolean isLate() {
		return this.start == RootStart.LATE;
	}

	/**
	 * Whether its number cannot be known, because a caller chose it.
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
