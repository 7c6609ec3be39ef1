package dev.telemetry.servlet;

import java.io.IOException;
import java.util.Locale;
import java.util.Set;

/**
 * Tells which errors are none of the server: a client that went away while its response
 * was sent, or that broke its request. Containers and Spring say that by exceptions of
 * their own, which are known by name. Thread safe.
 */
final class ClientFailures {

	private static final int INTERNAL_SERVER_ERROR = 500;

	/** Chains of causes end here; some are circles. */
	private static final int MAX_CAUSES = 20;

	/**
	 * What containers throw for the connection to the client, and for a request that
	 * cannot be read.
	 */
	private static final Set<String> TYPES = Set.of("org.apache.catalina.connector.ClientAbortException",
			"org.apache.coyote.BadRequestException", "org.apache.coyote.CloseNowException",
			"org.apache.coyote.http2.StreamException", "org.eclipse.jetty.io.EofException",
			"org.eclipse.jetty.http.BadMessageException",
			"org.springframework.web.context.request.async.AsyncRequestNotUsableException");

	/** The connection within them is one to another server. */
	private static final String[] CALLS = { "org.springframework.web.client.",
			"org.springframework.web.reactive.function.client.", "java.net.http." };

	private final ContainerHook hook;

	ClientFailures(ContainerHook hook) {
		this.hook = hook;
	}

	/**
	 * Whether the error of an exchange is the client's doing. An error that code has
	 * named is not, and neither is one that was answered with a 5xx.
	 */
	boolean include(ServerExchange exchange, int status) {
		Throwable error = exchange.error();
		if (error == null || status >= INTERNAL_SERVER_ERROR) {
			return false;
		}
		ErrorSource source = exchange.errorSource();
		if (source == ErrorSource.REPORTED) {
			return false;
		}
		if (source == ErrorSource.CONTAINER && error instanceof IOException) {
			return true;
		}
		return isOfConnection(error);
	}

	private boolean isOfConnection(Throwable error) {
		Throwable cause = error;
		for (int i = 0; i < MAX_CAUSES && cause != null; i++) {
			if (isCall(cause)) {
				return false;
			}
			if (isKnown(cause.getClass()) || (!this.hook.isUsed() && isBrokenConnection(cause))) {
				return true;
			}
			cause = cause.getCause();
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

	private static boolean isKnown(Class<?> thrown) {
		for (Class<?> type = thrown; type != Object.class; type = type.getSuperclass()) {
			if (TYPES.contains(type.getName())) {
				return true;
			}
		}
		return false;
	}

	// In a container that is not known by its exceptions.
	private static boolean isBrokenConnection(Throwable cause) {
		String message = (cause instanceof IOException) ? cause.getMessage() : null;
		if (message == null) {
			return false;
		}
		String text = message.toLowerCase(Locale.ROOT);
		return text.contains("broken pipe") || text.contains("connection reset by peer");
	}

}
