package dev.telemetry.worker;

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

import org.slf4j.LoggerFactory;

/**
 * Where lines go that are no telemetry. Called on one thread.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface TextOutput {

	/** Before the name of a pool, the logger of its lines. */
	String LOGGER_PREFIX = "telemetry.worker.";

	/**
	 * Passes on a line, or a piece of one.
	 * @param pool what the worker is for
	 * @param bytes the bytes, without the end of the line
	 * @param ends whether the end of the line comes after it
	 * @throws java.io.IOException if it cannot be passed on
	 */
	void text(String pool, byte[] bytes, boolean ends) throws java.io.IOException;

	/**
	 * Passes lines on as they are, byte for byte.
	 * @param stream where to, such as the standard error stream
	 * @return the output
	 */
	static TextOutput to(OutputStream stream) {
		return (pool, bytes, ends) -> {
			stream.write(bytes);
			if (ends) {
				stream.write('\n');
			}
			stream.flush();
		};
	}

	/**
	 * Logs lines at INFO, each pool with a logger of its own. Control characters other
	 * than tabs are replaced: no line can look like two, or change how a terminal shows
	 * it.
	 * @return the output
	 */
	static TextOutput toLogger() {
		Pattern control = Pattern.compile("[\\p{Cc}\\u2028\\u2029&&[^\\t]]");
		return (pool, bytes, ends) -> {
			String text = new String(bytes, StandardCharsets.UTF_8).stripTrailing();
			LoggerFactory.getLogger(LOGGER_PREFIX + pool).info("{}", control.matcher(text).replaceAll("\uFFFD"));
		};
	}

}
