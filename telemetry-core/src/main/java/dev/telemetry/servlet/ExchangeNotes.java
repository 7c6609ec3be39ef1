package dev.telemetry.servlet;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletMapping;
import org.jspecify.annotations.Nullable;

import dev.telemetry.request.PathRule;

/**
 * Notes of an exchange that takes an unusual course: the rule of its path, the servlet
 * that it was dispatched to, its asynchronous state, its errors, and the response that
 * was sent before its end. Created with the first note, because most requests have none.
 * Thread safe.
 */
final class ExchangeNotes {

	/** Stands for the notes of an exchange without any. Must not be changed. */
	static final ExchangeNotes NONE = new ExchangeNotes(null);

	private final @Nullable PathRule path;

	private volatile @Nullable HttpServletMapping mapping;

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
	 * Returns the rule of the path, or {@code null} if there is none.
	 */
	@Nullable PathRule path() {
		return this.path;
	}

	/**
	 * Returns the mapping of the servlet that matched the pattern, or {@code null} if it
	 * is that of the request.
	 */
	@Nullable HttpServletMapping mapping() {
		return this.mapping;
	}

	void mapping(HttpServletMapping mapping) {
		this.mapping = mapping;
	}

	/**
	 * Returns the asynchronous state, or {@code null} if the request is not asynchronous.
	 */
	@Nullable AsyncProgress async() {
		return this.async;
	}

	void async(AsyncProgress async) {
		this.async = async;
	}

	/**
	 * Returns the unusual details of the end, once they are known.
	 */
	UnusualEnd end() {
		UnusualEnd end = this.end;
		return (end != null) ? end : UnusualEnd.NONE;
	}

	void end(UnusualEnd end) {
		this.end = end;
	}

	/**
	 * Returns the exception that counts, or {@code null} if there is none.
	 */
	@Nullable Throwable error() {
		NotedError noted = this.error;
		return (noted != null) ? noted.error() : null;
	}

	/**
	 * Returns how the error became known, or {@code null} if there is none.
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
	 * Returns the exception that a handler turned into the response, or {@code null} if
	 * there is none.
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
	 * Returns the status of the response when the first exception became known, or 0 if
	 * none did. The application chose this status; it was not derived from the exception.
	 */
	int statusBeforeError() {
		return this.statusBeforeError;
	}

	/**
	 * Returns the status that is on the wire, or 0 if it is that of the response.
	 */
	int sentStatus() {
		return this.sentStatus;
	}

	void sentStatus(int sentStatus) {
		this.sentStatus = sentStatus;
	}

	/**
	 * Returns whether the response was on the wire in time.
	 */
	boolean streamed() {
		return this.streamed;
	}

	void setStreamed() {
		this.streamed = true;
	}

	/**
	 * The exception that counts, and its source.
	 */
	private record NotedError(Throwable error, ErrorSource source) {

	}

}
