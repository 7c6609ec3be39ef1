package dev.telemetry.sampling;

import io.opentelemetry.sdk.trace.ReadableSpan;
import org.jspecify.annotations.Nullable;

import dev.telemetry.root.RootOutcome;
import dev.telemetry.root.RouteSampling;

/**
 * What is known of a local root. Marks may be set by any thread; it is judged by one.
 */
final class RootState implements EndedRoot {

	private final String id;

	private final boolean sampled;

	private final boolean hasCaller;

	private final @Nullable RouteSampling route;

	// Forgotten with the end, because late spans go on holding the trace.
	private volatile @Nullable ReadableSpan span;

	private volatile boolean forced;

	private volatile boolean failedBelow;

	private volatile boolean described;

	private volatile @Nullable String promised;

	private @Nullable RootOutcome outcome;

	private @Nullable SamplingSettings settings;

	RootState(ReadableSpan span, @Nullable RouteSampling route) {
		this.span = span;
		this.id = span.getSpanContext().getSpanId();
		this.sampled = span.getSpanContext().isSampled();
		this.hasCaller = span.getParentSpanContext().isValid();
		this.route = route;
	}

	boolean is(String spanId) {
		return this.id.equals(spanId);
	}

	/**
	 * Prepares the root for the rules.
	 */
	EndedRoot judgedBy(RootOutcome outcome, SamplingSettings settings) {
		this.outcome = outcome;
		this.settings = settings;
		return this;
	}

	void forget() {
		this.span = null;
		this.outcome = null;
		this.settings = null;
	}

	void force() {
		this.forced = true;
	}

	void failBelow() {
		this.failedBelow = true;
	}

	void promise(String reason) {
		this.promised = reason;
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

	/**
	 * How long the root has been going on, or 0 if it is over.
	 */
	long ageNanos() {
		ReadableSpan span = this.span;
		return (span != null) ? span.getLatencyNanos() : 0;
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
	public @Nullable String promised() {
		return this.promised;
	}

	@Override
	public @Nullable RouteSampling route() {
		return this.route;
	}

}
