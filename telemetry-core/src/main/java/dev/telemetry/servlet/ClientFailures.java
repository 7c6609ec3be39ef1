package dev.telemetry.servlet;

import java.io.IOException;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeoutException;

import dev.telemetry.request.RequestParsers;

/**
 * Recognizes errors that are the client's doing and not the server's: a client that went
 * away while its response was sent, or that broke its request. Containers and Spring have
 * exceptions of their own for these, which are recognized by name. Thread safe.
 */
final class ClientFailures {

	private static final int INTERNAL_SERVER_ERROR = 500;

	/** Maximum length of a chain of causes; some chains are circular. */
	private static final int MAX_CAUSES = 20;

	/** Thrown for a malformed body. */
	private static final String NOT_READABLE = "org.springframework.http.converter.HttpMessageNotReadableException";

	/**
	 * Thrown for an upload that fails; without a cause, for a request that is no upload.
	 */
	private static final String MULTIPART = "org.springframework.web.multipart.MultipartException";

	/**
	 * Exceptions for a failed connection to the client, for a request that cannot be
	 * read, and for a request that Spring Security rejects before authentication.
	 */
	private static final Set<String> TYPES = Set.of("org.apache.catalina.connector.ClientAbortException",
			"org.apache.coyote.BadRequestException", "org.apache.coyote.CloseNowException",
			"org.apache.coyote.http2.StreamException", "org.apache.tomcat.util.http.InvalidParameterException",
			"org.apache.tomcat.util.http.fileupload.InvalidFileNameException",
			"org.apache.tomcat.util.http.fileupload.MultipartStream$MalformedStreamException",
			"org.apache.tomcat.util.http.fileupload.impl.InvalidContentTypeException",
			"org.eclipse.jetty.io.EofException", "org.eclipse.jetty.http.BadMessageException",
			"org.eclipse.jetty.http.HttpException$IllegalArgumentException",
			"org.eclipse.jetty.http.HttpException$IllegalStateException", SecurityRejection.FIREWALL,
			SecurityRejection.FORGERY, NOT_READABLE,
			"org.springframework.web.context.request.async.AsyncRequestNotUsableException",
			"org.springframework.web.socket.server.HandshakeFailureException");

	/**
	 * Exceptions that are thrown while a request is read, so that their causes are not
	 * from calls of the application to other services.
	 */
	private static final Set<String> READING = Set.of("org.apache.coyote.BadRequestException",
			"org.apache.tomcat.util.http.InvalidParameterException",
			"org.eclipse.jetty.http.HttpException$IllegalArgumentException",
			"org.eclipse.jetty.http.HttpException$IllegalStateException",
			"org.eclipse.jetty.server.internal.HttpConnection$HttpEofException", NOT_READABLE,
			SecurityRejection.FIREWALL, MULTIPART);

	/**
	 * Thrown for an upload that cannot be read. Subclasses do not count: the disk may be
	 * full.
	 */
	private static final String UPLOAD = "org.apache.tomcat.util.http.fileupload.FileUploadException";

	/**
	 * Methods that read paths and headers, and throw exceptions whose types do not tell
	 * so.
	 */
	private static final String[] READERS = { "org.apache.catalina.connector.Request.parseLocales",
			"org.springframework.http.server.DefaultPathContainer.",
			"org.springframework.http.server.DefaultRequestPath.",
			"org.springframework.http.server.ServletServerHttpRequest.getHeaders" };

	/**
	 * Exceptions of HTTP clients: a failed connection among their causes is one to
	 * another server.
	 */
	private static final String[] CALLS = { "org.springframework.web.client.",
			"org.springframework.web.reactive.function.client.", "java.net.http." };

	/** Class in which Jetty's server and its client detect an idle connection. */
	private static final String JETTY_TIMEOUT = "org.eclipse.jetty.io.IdleTimeout";

	/**
	 * Prefix of the classes by which an application reads a request in Jetty's server.
	 */
	private static final String JETTY_SERVLETS = "org.eclipse.jetty.ee";

	/** Number of frames to search for a reader, which may throw from another class. */
	private static final int MAX_READER_FRAMES = 3;

	private final ContainerHook hook;

	ClientFailures(ContainerHook hook) {
		this.hook = hook;
	}

	/**
	 * Returns whether the error of an exchange is the client's doing. An error that code
	 * has reported is not, and neither is an error after a 5xx that the application
	 * chose. An error that became a 5xx is the client's doing only if the request cannot
	 * be read.
	 */
	boolean include(ServerExchange exchange, int status) {
		ExchangeNotes notes = exchange.notes();
		ErrorSource source = notes.errorSource();
		boolean failed = status >= INTERNAL_SERVER_ERROR;
		if (source == ErrorSource.REPORTED || (failed && notes.statusBeforeError() >= INTERNAL_SERVER_ERROR)) {
			return false;
		}
		Throwable error = notes.error();
		if (source == ErrorSource.CONTAINER && error instanceof IOException && !failed) {
			return true;
		}
		Throwable cause = (error == null && failed) ? notes.handled() : error;
		return cause != null && isOfConnection(cause, failed);
	}

	/**
	 * Returns whether an exception says that the connection to the client failed.
	 */
	boolean isOfConnection(Throwable error) {
		return isOfConnection(error, false);
	}

	private boolean isOfConnection(Throwable error, boolean failed) {
		boolean reading = false;
		Throwable cause = error;
		for (int i = 0; i < MAX_CAUSES && cause != null; i++) {
			if (isCall(cause)) {
				return false;
			}
			reading = reading || isAny(READING, cause);
			if (isAny(TYPES, cause) || cause.getClass().getName().equals(UPLOAD)) {
				return reading || !failed;
			}
			if (isUnreadable(cause)) {
				return true;
			}
			if (cause instanceof TimeoutException && isThrownBy(cause, JETTY_TIMEOUT, 1)) {
				return isReadByJetty(error);
			}
			if (!failed && !this.hook.isUsed() && isBrokenConnection(cause)) {
				return true;
			}
			cause = cause.getCause();
		}
		return false;
	}

	private static boolean isUnreadable(Throwable cause) {
		if (cause instanceof IllegalArgumentException) {
			StackTraceElement[] stack = cause.getStackTrace();
			for (int i = 0; i < MAX_READER_FRAMES && i < stack.length; i++) {
				if (isReader(stack[i].getClassName() + "." + stack[i].getMethodName())) {
					return true;
				}
			}
		}
		return cause.getCause() == null && (cause.getClass().getName().equals(MULTIPART)
				|| (cause instanceof RuntimeException && RequestParsers.haveThrown(cause.getStackTrace())));
	}

	private static boolean isReader(String method) {
		for (String reader : READERS) {
			if (method.startsWith(reader)) {
				return true;
			}
		}
		return false;
	}

	// Jetty has no exception of its own for a client that sends nothing.
	private static boolean isReadByJetty(Throwable error) {
		Throwable cause = error;
		for (int i = 0; i < MAX_CAUSES && cause != null; i++) {
			if (isThrownBy(cause, JETTY_SERVLETS, MAX_READER_FRAMES)) {
				return true;
			}
			cause = cause.getCause();
		}
		return false;
	}

	private static boolean isThrownBy(Throwable thrown, String className, int frames) {
		StackTraceElement[] stack = thrown.getStackTrace();
		for (int i = 0; i < frames && i < stack.length; i++) {
			if (stack[i].getClassName().startsWith(className)) {
				return true;
			}
		}
		return false;
	}

	private static boolean isCall(Throwable cause) {
		String name = cause.getClass().getName();
		for (String call : CALLS) {
			if (name.startsWith(call)) {
				return true;
			}
		}
		return false;
	}

	private static boolean isAny(Set<String> types, Throwable thrown) {
		for (Class<?> type = thrown.getClass(); type != Object.class; type = type.getSuperclass()) {
			if (types.contains(type.getName())) {
				return true;
			}
		}
		return false;
	}

	// For a container without known exceptions.
	private static boolean isBrokenConnection(Throwable cause) {
		String message = (cause instanceof IOException) ? cause.getMessage() : null;
		if (message == null) {
			return false;
		}
		String text = message.toLowerCase(Locale.ROOT);
		return text.contains("broken pipe") || text.contains("connection reset by peer");
	}

}
