package dev.telemetry.record;

import java.util.concurrent.CompletionException;

import org.jspecify.annotations.Nullable;

/**
 * Finds the exception that made asynchronous work fail. Completion stages wrap it on its
 * way.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
public final class CompletionCause {

	private CompletionCause() {
	}

	/**
	 * Unwraps the exception that a stage completed with.
	 * @param thrown the exception, or {@code null} if there is none
	 * @return the exception that the work threw, or {@code null}
	 */
	public static @Nullable Throwable of(@Nullable Throwable thrown) {
		return (thrown instanceof CompletionException && thrown.getCause() != null) ? thrown.getCause() : thrown;
	}

}
