package dev.telemetry.sampling;

import java.util.function.BooleanSupplier;

import io.opentelemetry.sdk.trace.ReadableSpan;
import org.jspecify.annotations.Nullable;

import dev.telemetry.decision.PathSampling;
import dev.telemetry.decision.RootOutcome;
import dev.telemetry.decision.RootProgress;
import dev.telemetry.names.KeepReasons;
import dev.telemetry.names.SamplingAttributes;

/**
 * What is known of a local root. Marks may be set by any thread; it is judged by one.
 */
final class RootState implements EndedRoot {

	private final String id;

	private final boolean sampled;

	private final boolean hasCaller;

	private final @Nullable PathSampling path;

	// Forgotten with the end, because late spans go on holding the trace.
	private volatile @Nullable ReadableSpan span;

	private volatile @Nullable RootProgress progress;

	private volatile boolean forced;

	private volatile boolean failedBelow;

	private volatile boolean described;

	private Grant error = Grant.NOT_ASKED;

	private Grant slow = Grant.NOT_ASKED;

	private @Nullable RootOutcome outcome;

	private @Nullable SamplingSettings settings;

	RootState(ReadableSpan span, @Nullable PathSampling path) {
		this.span = span;
		this.id = span.getSpanContext().getSpanId();
		this.sampled = span.getSpanContext().isSampled();
		this.hasCaller = span.getParentSpanContext().isValid();
		this.path = path;
	}

	boolean is(String spanId) {
		return this.id.equals(spanId);
	}

	/**
	 * Prepares the root for the rules.
	 */
	RootState judgedBy(RootOutcome outcome, SamplingSettings settings) {
		this.outcome = outcome;
		this.settings = settings;
		return this;
	}

	/**
	 * Takes what can be asked about the root while it is open.
	 */
	void follow(RootProgress progress) {
		this.progress = progress;
	}

	/**
	 * Whether the root is known to stream, so that a long duration says nothing.
	 */
	boolean isStreaming() {
		RootProgress progress = this.progress;
		return progress != null && progress.isStreaming();
	}

	void forget() {
		this.span = null;
		this.progress = null;
		this.outcome = null;
		this.settings = null;
	}

	/**
	 * Notes what an ended span says about its trace.
	 */
	void noteMarks(ReadableSpan ended, SamplingSettings settings) {
		if (Boolean.TRUE.equals(ended.getAttribute(SamplingAttributes.KEEP))) {
			force();
		}
		if (settings.keepErrors() == SamplingSettings.KeepErrors.ANY && !this.failedBelow
				&& SpanOutcome.failed(ended)) {
			failBelow();
		}
	}

	void force() {
		this.forced = true;
	}

	void failBelow() {
		this.failedBelow = true;
	}

	/**
	 * Whether the root may be kept for its error, asked once.
	 * @param take takes one of those that may be kept in this second
	 */
	boolean isGrantedForError(BooleanSupplier take) {
		synchronized (this) {
			if (this.error == Grant.NOT_ASKED) {
				this.error = (take.getAsBoolean()) ? Grant.GRANTED : Grant.REFUSED;
			}
			return this.error == Grant.GRANTED;
		}
	}

	/**
	 * Whether the root may be kept for being slow, asked once.
	 * @param take takes one of those that may be kept in this second
	 */
	boolean isGrantedForTime(BooleanSupplier take) {
		synchronized (this) {
			if (this.slow == Grant.NOT_ASKED) {
				this.slow = (take.getAsBoolean()) ? Grant.GRANTED : Grant.REFUSED;
			}
			return this.slow == Grant.GRANTED;
		}
	}

	/**
	 * The reason for which others may have been told that the root is kept.
	 */
	@Nullable String granted() {
		synchronized (this) {
			if (this.error == Grant.GRANTED) {
				return KeepReasons.ERROR;
			}
			return (this.slow == Grant.GRANTED) ? KeepReasons.SLOW : null;
		}
	}

	/**
	 * Notes that the root says itself what was decided.
	 */
	void noteDescribed() {
		this.described = true;
	}

	boolean isDescribed() {
		return this.described;
	}

	/**
	 * The span, or {@code null} once the trace is over.
	 */
	@Nullable ReadableSpan openSpan() {
		return this.span;
	}

	@Override
	public RootOutcome outcome() {
		return known(this.outcome);
	}

	@Override
	public ReadableSpan span() {
		return known(this.span);
	}

	@Override
	public SamplingSettings settings() {
		return known(this.settings);
	}

	private static <T> T known(@Nullable T value) {
		if (value == null) {
			throw new IllegalStateException("The root is not being judged");
		}
		return value;
	}

	@Override
	public boolean sampled() {
		return this.sampled;
	}

	@Override
	public boolean hasCaller() {
		return this.hasCaller;
	}

	@Override
	public boolean forced() {
		return this.forced;
	}

	@Override
	public boolean failedBelow() {
		return this.failedBelow;
	}

	@Override
	public @Nullable PathSampling path() {
		return this.path;
	}

	private enum Grant {

		NOT_ASKED, GRANTED, REFUSED

	}

}
