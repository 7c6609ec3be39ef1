package dev.telemetry.context;

import java.util.HashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What telemetry adds to each log record of a thread, and the console never sees: unlike
 * the logging context (MDC), no appender but that of telemetry reads it. Holds classes of
 * the JDK only, because threads may live longer than an application. Thread safe.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
public final class LogContext {

	private static final int MAX_VALUES = 64;

	private static final int MAX_LENGTH = 4_096;

	// As the logging context, of which there is one for all applications as well.
	@SuppressWarnings("ThreadLocalUsage")
	private static final ThreadLocal<@Nullable Map<String, Object>> CURRENT = new ThreadLocal<>();

	private LogContext() {
	}

	/**
	 * The values of this thread.
	 * @return a map that does not change, empty if there are none
	 */
	public static Map<String, Object> current() {
		Map<String, Object> current = CURRENT.get();
		return (current != null) ? current : Map.of();
	}

	/**
	 * Adds values to those of this thread until the scope is closed.
	 * @param values the values; numbers and truth values stay what they are, everything
	 * else becomes text; {@code null} is left out
	 * @return the scope, to be closed on this thread
	 */
	public static Scope with(Map<String, ?> values) {
		Map<String, Object> before = CURRENT.get();
		Map<String, Object> merged = (before != null) ? new HashMap<>(before) : new HashMap<>();
		for (Map.Entry<String, ?> entry : values.entrySet()) {
			if (entry.getKey() != null && entry.getValue() != null && merged.size() < MAX_VALUES) {
				merged.put(entry.getKey(), plain(entry.getValue()));
			}
		}
		CURRENT.set(Map.copyOf(merged));
		return () -> set(before);
	}

	/**
	 * Replaces the values of this thread: for what carries them from another one.
	 * @param values what {@link #current()} was there, or {@code null} for none
	 */
	public static void set(@Nullable Map<String, Object> values) {
		if (values == null || values.isEmpty()) {
			CURRENT.remove();
		}
		else {
			CURRENT.set(values);
		}
	}

	private static Object plain(Object value) {
		if (value instanceof Boolean || value instanceof Long || value instanceof Double) {
			return value;
		}
		if (value instanceof Integer || value instanceof Short || value instanceof Byte) {
			return ((Number) value).longValue();
		}
		if (value instanceof Float number) {
			return number.doubleValue();
		}
		return cut(String.valueOf(value));
	}

	private static String cut(String text) {
		return (text.length() > MAX_LENGTH) ? text.substring(0, MAX_LENGTH) : text;
	}

	/**
	 * As long as it is open, the values are there.
	 */
	@FunctionalInterface
	public interface Scope extends AutoCloseable {

		/**
		 * Puts back what was there before.
		 */
		@Override
		void close();

	}

}
