package dev.telemetry.autoconfigure.messaging;

import java.util.concurrent.atomic.AtomicBoolean;

import io.micrometer.observation.Observation;
import org.jspecify.annotations.Nullable;

/**
 * One run of a listener, which is noted in the context of its observation. That may be
 * stopped more than once. Thread safe.
 */
final class MessageRun {

	/** Why a run is skipped whose message the application has filtered out. */
	static final String FILTERED = "filtered";

	private final AtomicBoolean ended = new AtomicBoolean();

	private volatile boolean cutOff;

	private volatile @Nullable String skipReason;

	private volatile @Nullable Throwable failure;

	private volatile int attempt;

	/**
	 * Returns the run of an observation.
	 * @return the run, or {@code null} if nothing is recorded
	 */
	static @Nullable MessageRun of(Observation.Context context) {
		return context.get(MessageRun.class);
	}

	/**
	 * Ends it.
	 * @return whether it had not ended before
	 */
	boolean end() {
		return this.ended.compareAndSet(false, true);
	}

	boolean isOver() {
		return this.ended.get();
	}

	/**
	 * Returns which delivery of its message this is.
	 * @return the number, from 1 on, or 0 if it is not known
	 */
	int attempt() {
		return this.attempt;
	}

	void attempt(int attempt) {
		this.attempt = attempt;
	}

	/**
	 * Notes whether it has failed if nothing else is said: with an error, of which nobody
	 * is told.
	 */
	void cutOff(boolean cutOff) {
		this.cutOff = cutOff;
	}

	boolean isCutOff() {
		return this.cutOff;
	}

	/**
	 * Notes that the listener is not called.
	 */
	void skip(String reason) {
		this.skipReason = reason;
	}

	/**
	 * Notes a failure that the observation is not told of.
	 */
	void fail(Throwable failure) {
		this.failure = failure;
	}

	@Nullable Throwable failure() {
		return this.failure;
	}

	@Nullable String skipReason() {
		return this.skipReason;
	}

}
