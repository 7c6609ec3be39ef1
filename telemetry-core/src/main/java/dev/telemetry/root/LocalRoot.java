package dev.telemetry.root;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;

/**
 * What is decided about one local root, carried in the {@link Context} to whatever it
 * causes. So far a root is either excluded or not. Immutable and thread safe; a look-up
 * allocates nothing.
 */
public final class LocalRoot {

	private static final ContextKey<LocalRoot> KEY = ContextKey.named("dev.telemetry.root");

	private static final LocalRoot EXCLUDED = new LocalRoot();

	private LocalRoot() {
	}

	/**
	 * Marks what happens in a context as excluded: no span is to come of it, whatever a
	 * caller from outside decided.
	 * @param context the context to begin with
	 * @return a context like that one, but excluded
	 */
	public static Context excluded(Context context) {
		return context.with(KEY, EXCLUDED);
	}

	/**
	 * Whether a context is excluded.
	 * @param context the context to look at
	 * @return whether it comes from {@link #excluded(Context)}
	 */
	public static boolean isExcluded(Context context) {
		return context.get(KEY) == EXCLUDED;
	}

}
