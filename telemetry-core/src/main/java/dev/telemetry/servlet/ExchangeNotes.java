package dev.telemetry.servlet;

import jakarta.servlet.ServletException;
import org.jspecify.annotations.Nullable;

/**
 * What is noted of an exchange that does not go the usual way: errors, and what was sent
 * before its end. Made with the first note, because most requests have none. Thread safe.
 */
final class ExchangeNotes {

	/** Stands for the notes of an exchange that has none. Only to be read. */
	static final ExchangeNotes NONE = new ExchangeNotes();

	private volatile @Nullable NotedError error;

	private volatile @Nullable Throwable handled;

	private volatile int statusBeforeError;

	private volatile int sentStatus;

	private volatile boolean streamed;

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
