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
 * A root as the rules see it, what they decided, and who waits for that. It is judged by
 * one thread; what was decided is seen by all.
 */
abstract class JudgedRoot extends RootMarks {

	// The span, or a reference to it once nobody may ever end it. Forgotten with the end,
	// because late spans go on holding the trace.
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
	 * The span, or {@code null} once the trace is over, or nobody can end it any more.
	 */
	final @Nullable ReadableSpan openSpan() {
		Object span = this.span;
		return (ReadableSpan) ((span instanceof Reference<?> reference) ? reference.get() : span);
	}

	/**
	 * Leaves it to others to hold the span: whoever may still end it does.
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
	 * @param failed whether it failed, by its outcome or by its span
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
	 * Says what is decided. The first time counts.
	 * @return whether this is the first time
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
	 * Keeps what is still to come of a trace that was not kept.
	 */
	final void revise(Decision decision) {
		synchronized (this) {
			this.decision = decision;
		}
	}

	/**
	 * What is decided, or can be said before that of a trace that is exported for
	 * certain.
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
	 * Whether it is decided that it is exported.
	 */
	final boolean isKept() {
		Decision decision = this.decision;
		return decision != null && decision.exported();
	}

	/**
	 * Lets a listener wait for the decision.
	 * @return the listener that waits, or {@code null} if the root is over
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
	 * Tells the listener of the decision, if there is one. Not to be called with the
	 * lock.
	 */
	final void tell(boolean kept) {
		DecisionListener told = takeListener();
		if (told != null) {
			told.decided(kept);
		}
	}

	/**
	 * Tells the listener, if there is one, that the trace makes room for others. Not to
	 * be called with the lock.
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
	 * Whether the root is over.
	 */
	final boolean isConcluded() {
		return this.concluded;
	}

	/**
	 * Notes that the root is over, so that spans follow what was decided.
	 */
	final void noteConcluded() {
		this.concluded = true;
	}

	/**
	 * Forgets what was only of use until the end.
	 */
	@Override
	void forget() {
		super.forget();
		this.span = null;
		this.outcome = null;
		this.settings = null;
	}

}
