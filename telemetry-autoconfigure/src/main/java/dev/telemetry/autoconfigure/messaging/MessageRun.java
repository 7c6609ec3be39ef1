package dev.telemetry.autoconfigure.messaging;

import java.util.concurrent.atomic.AtomicBoolean;

import io.micrometer.observation.Observation;
import org.jspecify.annotations.Nullable;

/**
 * One run of a listener, which is stored in the context of its observation. The
 * observation may be stopped more than once. Thread safe.
 */
final class MessageRun {

	/** Reason of a skipped run whose message the application has filtered out. */
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
	 * Ends the run.
	 * @return whether the run had not ended before
	 */
	boolean end() {
		return this.ended.compareAndSet(false, true);
	}

	boolean isOver() {
		return this.ended.get();
	}

	/**
	 * Returns the number of the delivery of the message.
	 * @return the number, from 1 on, or 0 if it is unknown
	 */
	int attempt() {
		return this.attempt;
	}

	void attempt(int attempt) {
		this.attempt = attempt;
	}

	/**
	 * Sets whether the run counts as failed if no outcome is reported: it was then cut
	 * off by an error, which is not reported.
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
	 * Notes a failure that is not reported to the observation.
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
