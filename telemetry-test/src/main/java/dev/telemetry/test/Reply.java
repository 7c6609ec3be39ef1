package dev.telemetry.test;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * The way back to one client, in the terms of its transport. Exactly one method is
 * called, once, on any thread. None of them fails: a client that is gone gets nothing.
 */
interface Reply {

	void accept(long rejected, String message);

	void reject(int httpStatus, @Nullable Duration retryAfter);

	void send(String contentType, byte[] body);

	void disconnect();

	void drip();

	void closeInTheMiddle();

	void sendHuge(long bytes);

}
