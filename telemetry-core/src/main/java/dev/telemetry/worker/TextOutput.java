package dev.telemetry.worker;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

import org.slf4j.LoggerFactory;

/**
 * Receives lines that are not telemetry. Called on one thread.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface TextOutput {

	/**
	 * Prefix of the name of the logger for lines of a pool, before the name of the pool.
	 */
	String LOGGER_PREFIX = "telemetry.worker.";

	/**
	 * Passes on a line, or a piece of one.
	 * @param pool pool of the worker
	 * @param bytes the bytes, without the line break
	 * @param ends whether a line break follows
	 * @throws IOException if the line cannot be passed on
	 */
	void text(String pool, byte[] bytes, boolean ends) throws IOException;

	/**
	 * Returns an output that passes lines on as they are, byte for byte.
	 * @param stream the target, such as the standard error stream
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
	 * Returns an output that logs lines at INFO, each pool with a logger of its own.
	 * Control characters other than tabs are replaced, so that no line can look like two,
	 * or control a terminal.
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
