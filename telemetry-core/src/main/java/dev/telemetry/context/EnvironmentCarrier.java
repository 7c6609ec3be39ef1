package dev.telemetry.context;

import java.util.Map;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.context.propagation.TextMapSetter;
import org.jspecify.annotations.Nullable;

/**
 * Carries the context to other processes in environment variables: writes it to the
 * environment of a process that is about to start, and reads it from the environment of a
 * process. Names of variables are those of the propagators in upper case, such as
 * {@code TRACEPARENT}; values are not examined. Thread safe.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 * @see <a href=
 * "https://opentelemetry.io/docs/specs/otel/context/env-carriers/">OpenTelemetry:
 * environment variables as context propagation carriers</a>
 */
public final class EnvironmentCarrier
		implements TextMapSetter<Map<String, String>>, TextMapGetter<Map<String, String>> {

	private static final EnvironmentCarrier INSTANCE = new EnvironmentCarrier();

	private static final String TRACE_PARENT = name(W3CTraceContext.TRACE_PARENT);

	private static final String TRACE_STATE = name(W3CTraceContext.TRACE_STATE);

	private static final String BAGGAGE = "BAGGAGE";

	private EnvironmentCarrier() {
	}

	/**
	 * Writes a context to an environment. Variables of another context, such as that of
	 * the process that started this one, are removed, so that nothing stale is passed on.
	 * @param propagator writes the context
	 * @param context the context
	 * @param environment the environment, which is changed
	 * @param baggage whether baggage is passed on
	 */
	public static void write(TextMapPropagator propagator, Context context, Map<String, String> environment,
			boolean baggage) {
		environment.remove(TRACE_PARENT);
		environment.remove(TRACE_STATE);
		environment.remove(BAGGAGE);
		for (String field : propagator.fields()) {
			environment.remove(name(field));
		}
		propagator.inject(context, environment, INSTANCE);
		if (!baggage) {
			environment.remove(BAGGAGE);
		}
	}

	/**
	 * Reads the context from an environment.
	 * @param propagator reads the context
	 * @param environment the environment
	 * @return the root context with whatever was found
	 */
	public static Context read(TextMapPropagator propagator, Map<String, String> environment) {
		return propagator.extract(Context.root(), environment, INSTANCE);
	}

	/**
	 * Returns the name of the variable for a key: in upper case, with {@code _} in place
	 * of each character that is neither an ASCII letter nor a digit, and with {@code _}
	 * before a digit at the beginning.
	 * @param key the key of a propagator
	 * @return the name
	 */
	public static String name(String key) {
		StringBuilder name = new StringBuilder(key.length() + 1);
		for (int i = 0; i < key.length(); i++) {
			char c = key.charAt(i);
			if (c >= 'a' && c <= 'z') {
				name.append((char) (c - 'a' + 'A'));
			}
			else {
				boolean allowed = (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
				name.append((allowed) ? c : '_');
			}
		}
		if (name.length() == 0 || (name.charAt(0) >= '0' && name.charAt(0) <= '9')) {
			name.insert(0, '_');
		}
		return name.toString();
	}

	@Override
	public void set(@Nullable Map<String, String> environment, String key, String value) {
		if (environment != null) {
			environment.put(name(key), value);
		}
	}

	@Override
	public Iterable<String> keys(Map<String, String> environment) {
		return environment.keySet();
	}

	@Override
	public @Nullable String get(@Nullable Map<String, String> environment, String key) {
		return (environment != null) ? environment.get(name(key)) : null;
	}

}
