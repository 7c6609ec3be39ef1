package dev.telemetry.sampling;

import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.util.function.Supplier;

import io.opentelemetry.sdk.trace.ReadableSpan;
import org.jspecify.annotations.Nullable;

import dev.telemetry.decision.DecisionListener;
import dev.telemetry.decision.PathSampling;
import dev.telemetry.decision.RootOutcome;

/**
 * A local root as the rules see it, their decision, and the listener that waits for the
 * decision. One thread judges the root; all threads see the decision.
 */
abstract class JudgedRoot extends RootMarks {

	// The span, or a weak reference to it if the span may never be ended. Cleared at the
	// end, because late spans go on holding the trace.
	private volatile @Nullable Object span;

	private volatile @Nullable Decision decision;

	private volatile boolean concluded;

	// Guarded by this.
	private @Nullable DecisionListener listener;

	private boolean failed;

	private @Nullable RootOutcome outcome;

	private @Nullable SamplingSettings settings;

	JudgedRoot(ReadableSpan span, RootStart start, @Nullable PathSampling path, boolean dryRun) {
		super(span.getSpanContext(), start, path, dryRun);
		this.span = span;
	}

	/**
	 * Returns the span, or {@code null} once the root is over or its span can no longer
	 * be ended.
	 */
	final @Nullable ReadableSpan openSpan() {
		Object span = this.span;
		return (ReadableSpan) ((span instanceof Reference<?> reference) ? reference.get() : span);
	}

	/**
	 * Replaces the span by a weak reference. Code that may still end the span holds it.
	 */
	final void releaseSpan() {
		if (this.span instanceof ReadableSpan) {
			synchronized (this) {
				Object span = this.span;
				this.span = (span instanceof ReadableSpan) ? new WeakReference<>(span) : span;
			}
		}
	}

	/**
	 * Prepares the root for the rules.
	 * @param failed whether the root failed, by its outcome or by its span
	 */
	final void judgedBy(RootOutcome outcome, boolean failed, SamplingSettings settings) {
		this.outcome = outcome;
		this.failed = failed;
		this.settings = settings;
	}

	@Override
	public final RootOutcome outcome() {
		return known(this.outcome);
	}

	@Override
	public final boolean failed() {
		return this.failed;
	}

	@Override
	public final ReadableSpan span() {
		return known(openSpan());
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

	/**
	 * Sets the decision, unless there is one.
	 * @return whether this call set it
	 */
	final boolean decide(Decision decision) {
		synchronized (this) {
			if (this.decision != null) {
				return false;
			}
			this.decision = decision;
			return true;
		}
	}

	/**
	 * Replaces the decision about a trace that was not kept, so that spans that are still
	 * to come are kept.
	 */
	final void revise(Decision decision) {
		synchronized (this) {
			this.decision = decision;
		}
	}

	/**
	 * Returns the decision, or a preliminary one for a trace that is certain to be
	 * exported.
	 */
	final Decision decisionSoFar() {
		Decision decision = this.decision;
		return (decision != null) ? decision : soFar();
	}

	final @Nullable Decision decision() {
		return this.decision;
	}

	private Decision soFar() {
		if (isPromised()) {
			return (isCountedByCaller()) ? Decision.CALLED_SO_FAR : Decision.PROMISED_SO_FAR;
		}
		return (isDryRun() && !isCountedByCaller()) ? Decision.DRY_RUN_SO_FAR : Decision.SAMPLED_SO_FAR;
	}

	/**
	 * Returns whether the decision was made to export the trace.
	 */
	final boolean isKept() {
		Decision decision = this.decision;
		return decision != null && decision.exported();
	}

	/**
	 * Lets a listener wait for the decision.
	 * @return the listener that waits, or {@code null} if the root is over and has none
	 */
	final @Nullable DecisionListener listen(Supplier<DecisionListener> waiting) {
		synchronized (this) {
			if (this.listener == null && !this.concluded) {
				this.listener = waiting.get();
			}
			return this.listener;
		}
	}

	/**
	 * Tells the decision to the listener, if there is one. Must not be called with the
	 * lock of the root held.
	 */
	final void tell(boolean kept) {
		DecisionListener told = takeListener();
		if (told != null) {
			told.decided(kept);
		}
	}

	/**
	 * Tells the listener, if there is one, that the trace makes room for others. Must not
	 * be called with the lock of the root held.
	 */
	final void tellEvicted() {
		DecisionListener told = takeListener();
		if (told != null) {
			told.evicted();
		}
	}

	private @Nullable DecisionListener takeListener() {
		synchronized (this) {
			DecisionListener taken = this.listener;
			this.listener = null;
			return taken;
		}
	}

	/**
	 * Returns whether the root is over.
	 */
	final boolean isConcluded() {
		return this.concluded;
	}

	/**
	 * Notes that the root is over. Later spans follow its decision.
	 */
	final void noteConcluded() {
		this.concluded = true;
	}

	/**
	 * Clears all that is not needed after the end.
	 */
	@Override
	void forget() {
		super.forget();
		this.span = null;
		this.outcome = null;
		this.settings = null;
	}

}
