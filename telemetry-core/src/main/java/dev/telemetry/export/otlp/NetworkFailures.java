package dev.telemetry.export.otlp;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Locale;
import java.util.concurrent.RejectedExecutionException;

import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;

import org.jspecify.annotations.Nullable;

/**
 * Describes in a few words why a backend could not be reached. Never repeats the message
 * of an exception, because that may be text of the backend.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
public final class NetworkFailures {

	static final String LOST = "the connection was lost";

	static final String NO_ANSWER = "no answer in time";

	private static final int MAX_CAUSES = 20;

	// Known by its name, because the module may be missing.
	private static final String HTTP_TIMEOUT = "java.net.http.HttpTimeoutException";

	private static final String UNTRUSTED = "the certificate is not trusted (telemetry.otel.ssl.bundle)";

	private static final String TOO_LATE = "no connection in time: is the port right, or a firewall between?";

	private NetworkFailures() {
	}

	/**
	 * Describes a failure.
	 * @param failure the exception
	 * @return the words, or {@code null} if the exception is not a known failure of the
	 * network
	 */
	public static @Nullable String describe(Throwable failure) {
		String certificate = ofCertificate(failure);
		if (certificate != null) {
			return certificate;
		}
		Throwable cause = failure;
		for (int i = 0; i < MAX_CAUSES && cause != null; i++) {
			String words = words(cause);
			if (words != null) {
				return words;
			}
			cause = cause.getCause();
		}
		return null;
	}

	/**
	 * Returns whether a request did not reach the backend, so that it may be sent again.
	 * After a timeout that is unknown, unless the request was still connecting.
	 * @param failure the exception
	 * @return whether the request may be sent again
	 */
	public static boolean isUnreachable(Throwable failure) {
		Throwable cause = failure;
		for (int i = 0; i < MAX_CAUSES && cause != null; i++) {
			if (cause instanceof IOException) {
				return !isTimeout(cause) || isConnecting(cause);
			}
			cause = cause.getCause();
		}
		return false;
	}

	private static boolean isTimeout(Throwable cause) {
		return cause instanceof InterruptedIOException || HTTP_TIMEOUT.equals(cause.getClass().getName());
	}

	private static boolean isConnecting(Throwable cause) {
		return cause instanceof SocketTimeoutException && says(cause, "connect");
	}

	// The innermost exception is the most specific.
	private static @Nullable String ofCertificate(Throwable failure) {
		String words = null;
		Throwable cause = failure;
		for (int i = 0; i < MAX_CAUSES && cause != null; i++) {
			if (cause instanceof CertificateExpiredException) {
				words = "the certificate has expired";
			}
			else if (cause instanceof CertificateNotYetValidException) {
				words = "the certificate is not valid yet: are both clocks right?";
			}
			else if (cause instanceof CertPathBuilderException || cause instanceof CertPathValidatorException) {
				words = UNTRUSTED;
			}
			cause = cause.getCause();
		}
		return words;
	}

	private static @Nullable String words(Throwable cause) {
		if (cause instanceof UnknownHostException) {
			return "unknown host: is its name right?";
		}
		if (cause instanceof NoRouteToHostException) {
			return "no route to the host";
		}
		if (cause instanceof ConnectException) {
			return connect(cause);
		}
		if (cause instanceof SSLException) {
			return tls(cause);
		}
		if (isConnecting(cause)) {
			return TOO_LATE;
		}
		if (cause instanceof InterruptedIOException) {
			return NO_ANSWER;
		}
		if (cause instanceof SocketException) {
			return LOST;
		}
		return (cause instanceof RejectedExecutionException) ? "the exporter is shut down" : null;
	}

	private static String connect(Throwable cause) {
		Throwable inner = cause.getCause();
		if (inner instanceof SocketTimeoutException || says(cause, "timed out")) {
			return TOO_LATE;
		}
		if (inner instanceof NoRouteToHostException || says(cause, "unreachable")) {
			return "no route to the host";
		}
		return "connection refused: does anything listen there?";
	}

	private static String tls(Throwable cause) {
		if (cause instanceof SSLPeerUnverifiedException) {
			return "the certificate is for another host";
		}
		return (cause instanceof SSLHandshakeException || says(cause, "unrecognized"))
				? "TLS handshake failed: is the port plain (http instead of https), or a client certificate wanted?"
				: "TLS failed";
	}

	private static boolean says(Throwable cause, String word) {
		String message = cause.getMessage();
		return message != null && message.toLowerCase(Locale.ROOT).contains(word);
	}

}
