package dev.telemetry.servlet;

import jakarta.servlet.ServletException;
import org.jspecify.annotations.Nullable;

import dev.telemetry.request.PathRule;

/**
 * What is noted of an exchange that does not go the usual way: that its path has a rule,
 * that it is asynchronous, errors, and what was sent before its end. Made with the first
 * note, because most requests have none. Thread safe.
 */
final class ExchangeNotes {

	/** Stands for the notes of an exchange that has none. Only to be read. */
	static final ExchangeNotes NONE = new ExchangeNotes(null);

	private final @Nullable PathRule path;

	private volatile @Nullable NotedError error;

	private volatile @Nullable Throwable handled;

	private volatile int statusBeforeError;

	private volatile int sentStatus;

	private volatile boolean streamed;

	private volatile @Nullable AsyncProgress async;

	private volatile @Nullable UnusualEnd end;

	ExchangeNotes(@Nullable PathRule path) {
		this.path = path;
	}

	/**
	 * How requests for its path are sampled, or {@code null} if that is as for others.
	 */
	@Nullable PathRule path() {
		return this.path;
	}

	/**
	 * What is known of it as an asynchronous one, or {@code null} if it is none.
	 */
	@Nullable AsyncProgress async() {
		return this.async;
	}

	void async(AsyncProgress async) {
		this.async = async;
	}

	/**
	 * What there is to say of its end, once that is known.
	 */
	UnusualEnd end() {
		UnusualEnd end = this.end;
		return (end != null) ? end : UnusualEnd.NONE;
	}

	void end(UnusualEnd end) {
		this.end = end;
	}

	/**
	 * The exception that stands, or {@code null} if there is none.
	 */
	@Nullable Throwable error() {
		NotedError noted = this.error;
		return (noted != null) ? noted.error() : null;
	}

	/**
	 * How the error became known, or {@code null} if there is none.
	 */
	@Nullable ErrorSource errorSource() {
		NotedError noted = this.error;
		return (noted != null) ? noted.source() : null;
	}

	void error(Throwable error, ErrorSource source, int status) {
		if (this.error == null) {
			Throwable cause = (error instanceof ServletException) ? error.getCause() : null;
			statusBeforeError(status);
			this.error = new NotedError((cause != null) ? cause : error, source);
		}
	}

	/**
	 * The exception that a handler turned into the response, or {@code null} if there is
	 * none.
	 */
	@Nullable Throwable handled() {
		return this.handled;
	}

	void handled(Throwable handled, int status) {
		statusBeforeError(status);
		this.handled = handled;
	}

	private void statusBeforeError(int status) {
		if (this.statusBeforeError == 0) {
			this.statusBeforeError = status;
		}
	}

	/**
	 * The status of the response when the first exception became known, or 0 if none did:
	 * one that the application chose, and not one that was made of the exception.
	 */
	int statusBeforeError() {
		return this.statusBeforeError;
	}

	/**
	 * The status that is on the wire, or 0 if that is the one of the response.
	 */
	int sentStatus() {
		return this.sentStatus;
	}

	void sentStatus(int sentStatus) {
		this.sentStatus = sentStatus;
	}

	/**
	 * Whether the response was on the wire in time.
	 */
	boolean streamed() {
		return this.streamed;
	}

	void setStreamed() {
		this.streamed = true;
	}

	/**
	 * The exception that stands, and how it became known.
	 */
	private record NotedError(Throwable error, ErrorSource source) {

	}

}
