package dev.telemetry.decision;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a local root before it starts, carried in the {@link Context} to
 * whatever it causes. Immutable and thread safe; a look-up allocates nothing.
 */
public final class LocalRoot {

	private static final ContextKey<LocalRoot> KEY = ContextKey.named("dev.telemetry.root");

	private static final LocalRoot EXCLUDED = new LocalRoot(null);

	private final @Nullable RouteSampling sampling;

	private LocalRoot(@Nullable RouteSampling sampling) {
		this.sampling = sampling;
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

	/**
	 * Says how the root that is started in a context is sampled.
	 * @param context the context to begin with
	 * @param sampling what differs for it
	 * @return a context like that one, with those settings
	 */
	public static Context sampled(Context context, RouteSampling sampling) {
		return context.with(KEY, new LocalRoot(sampling));
	}

	/**
	 * How the root that is started in a context is sampled.
	 * @param context the context to look at
	 * @return what differs for it, or {@code null} if nothing does
	 */
	public static @Nullable RouteSampling sampling(Context context) {
		LocalRoot root = context.get(KEY);
		return (root != null) ? root.sampling : null;
	}

}
