package dev.telemetry.servlet;

import java.util.Map;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import dev.telemetry.decision.RequestOutcome;
import dev.telemetry.request.RequestNames;

/**
 * The outcome of an exchange. It is a base class because an object of its own would take
 * 48 bytes more for each request. The outcome must only be read by the thread that ends
 * the exchange.
 */
abstract class ExchangeOutcome implements RequestOutcome {

	private static final AtomicIntegerFieldUpdater<ExchangeOutcome> STATUS = AtomicIntegerFieldUpdater
		.newUpdater(ExchangeOutcome.class, "status");

	/** Value of the status while the exchange has not ended. */
	private static final int OPEN = 0;

	/** Value of the status once the exchange has ended without one. */
	private static final int ENDED = -1;

	private volatile int status;

	private long durationNanos;

	abstract HttpServletRequest request();

	abstract @Nullable String matchedPattern();

	/**
	 * Returns the notes of the exchange so far, for reading only.
	 */
	abstract ExchangeNotes notes();

	/**
	 * Returns whether the exchange has not ended.
	 */
	final boolean isOpen() {
		return this.status == OPEN;
	}

	/**
	 * Returns whether the caller is the one to end the exchange. Returns {@code true}
	 * once.
	 */
	final boolean tryEnd() {
		return STATUS.compareAndSet(this, OPEN, ENDED);
	}

	/**
	 * Sets the status and the duration at the end of the exchange.
	 */
	final void ended(int status, long durationNanos) {
		this.durationNanos = durationNanos;
		STATUS.lazySet(this, (status != 0) ? status : ENDED);
	}

	@Override
	public final String method() {
		return RequestNames.method(request().getMethod());
	}

	@Override
	public final String pattern() {
		return RequestNames.pattern(matchedPattern(), status());
	}

	@Override
	public final int status() {
		return Math.max(0, this.status);
	}

	@Override
	public final long durationNanos() {
		return this.durationNanos;
	}

	@Override
	public final @Nullable Throwable error() {
		return notes().end().error();
	}

	@Override
	public final @Nullable Throwable handled() {
		return notes().end().handled();
	}

	@Override
	public final boolean streamed() {
		return notes().end().streamed();
	}

	@Override
	public final boolean disconnected() {
		return notes().end().disconnected();
	}

	@Override
	public final Map<String, String> labels() {
		return notes().end().labels();
	}

}
