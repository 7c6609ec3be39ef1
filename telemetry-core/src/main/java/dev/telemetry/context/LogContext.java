package dev.telemetry.context;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import dev.telemetry.text.CutText;
import dev.telemetry.text.ValueText;

/**
 * Values that telemetry adds to each log record of a thread. The console never shows
 * them: unlike the logging context (MDC), only the appender of telemetry reads them. The
 * thread local holds classes of the JDK only, because threads may live longer than an
 * application. Thread safe.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
public final class LogContext {

	private static final int MAX_VALUES = 64;

	private static final int MAX_LENGTH = 4_096;

	/** Maximum depth of nested scopes. Code that nests more never closes its scopes. */
	private static final int MAX_SCOPES = 64;

	// The values of the open scopes, those of the innermost scope last. Static like the
	// MDC: there is one for all applications.
	@SuppressWarnings("ThreadLocalUsage")
	private static final ThreadLocal<@Nullable List<Map<String, Object>>> CURRENT = new ThreadLocal<>();

	private LogContext() {
	}

	/**
	 * Returns the values of this thread.
	 * @return a map that does not change, empty if there are none
	 */
	public static Map<String, Object> current() {
		List<Map<String, Object>> current = CURRENT.get();
		return (current != null) ? current.get(current.size() - 1) : Map.of();
	}

	/**
	 * Adds values to those of this thread until the scope is closed.
	 * @param values the values; numbers and booleans keep their type, everything else
	 * becomes text; {@code null} is left out
	 * @return the scope, to be closed on this thread; closing it on another thread, or
	 * after an enclosing scope was closed, does nothing
	 */
	public static Scope with(Map<String, ?> values) {
		Map<String, Object> merged = new HashMap<>(current());
		for (Map.Entry<String, ?> entry : values.entrySet()) {
			String key = entry.getKey();
			if (key != null && entry.getValue() != null && (merged.size() < MAX_VALUES || merged.containsKey(key))) {
				merged.put(key, plain(entry.getValue()));
			}
		}
		if (merged.isEmpty()) {
			return () -> {
			};
		}
		Map<String, Object> added = Map.copyOf(merged);
		List<Map<String, Object>> before = CURRENT.get();
		List<Map<String, Object>> all = new ArrayList<>();
		if (before != null && before.size() < MAX_SCOPES) {
			all.addAll(before);
		}
		all.add(added);
		CURRENT.set(all);
		return () -> close(added, before);
	}

	// Inner scopes that were left open are closed with it.
	@SuppressWarnings("ReferenceEquality")
	private static void close(Map<String, Object> added, @Nullable List<Map<String, Object>> before) {
		List<Map<String, Object>> current = CURRENT.get();
		for (int i = (current != null) ? current.size() - 1 : -1; i >= 0; i--) {
			if (current.get(i) == added) {
				put(before);
				return;
			}
		}
	}

	private static void put(@Nullable List<Map<String, Object>> values) {
		if (values != null) {
			CURRENT.set(values);
		}
		else {
			CURRENT.remove();
		}
	}

	/**
	 * Replaces the values of this thread. For code that carries the values from another
	 * thread, and for code that leaves a thread as it found it.
	 * @param values a former result of {@link #current()}, or {@code null} for none
	 */
	@SuppressWarnings("ReferenceEquality")
	public static void set(@Nullable Map<String, Object> values) {
		Map<String, Object> wanted = (values != null) ? values : Map.of();
		Map<String, Object> current = current();
		if (current != wanted && !(current.isEmpty() && wanted.isEmpty())) {
			put((wanted.isEmpty()) ? null : List.of(wanted));
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
		try {
			return CutText.of(ValueText.of(value), MAX_LENGTH);
		}
		catch (Throwable ex) {
			return "[" + ex.getClass().getName() + "]";
		}
	}

	/**
	 * The time in which values are added: from its creation until it is closed.
	 */
	@FunctionalInterface
	public interface Scope extends AutoCloseable {

		/**
		 * Restores the values from before.
		 */
		@Override
		void close();

	}

}
