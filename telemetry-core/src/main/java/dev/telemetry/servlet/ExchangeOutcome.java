package dev.telemetry.servlet;

import java.util.Map;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import dev.telemetry.decision.RequestOutcome;
import dev.telemetry.request.RequestNames;

/**
 * Whether and how an exchange ended. A base class, because an object of its own would
 * take 48 bytes more for each request. The outcome is to be read by the thread that ends
 * the exchange.
 */
abstract class ExchangeOutcome implements RequestOutcome {

	private static final AtomicIntegerFieldUpdater<ExchangeOutcome> STATUS = AtomicIntegerFieldUpdater
		.newUpdater(ExchangeOutcome.class, "status");

	/** In place of the status, as long as the exchange has not ended. */
	private static final int OPEN = 0;

	/** In place of the status, once the exchange has ended without one. */
	private static final int ENDED = -1;

	private volatile int status;

	private long durationNanos;

	abstract HttpServletRequest request();

	abstract @Nullable String matchedPattern();

	/**
	 * What is noted of it so far. Only to be read.
	 */
	abstract ExchangeNotes notes();

	/**
	 * Whether it has not ended.
	 */
	final boolean isOpen() {
		return this.status == OPEN;
	}

	/**
	 * Whether the caller is the one that ends the exchange. True once.
	 */
	final boolean tryEnd() {
		return STATUS.compareAndSet(this, OPEN, ENDED);
	}

	/**
	 * Says how the exchange ended.
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
