package dev.telemetry.decision;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import org.jspecify.annotations.Nullable;

/**
 * Hint in a context for the sampler, before a local root starts in that context: that
 * nothing is to be traced, or that sampling settings of its own apply to the root.
 * Carried in the {@link Context} to everything that is called with it. Immutable and
 * thread safe; a look-up allocates nothing.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
public final class SamplingHint {

	private static final ContextKey<SamplingHint> KEY = ContextKey.named("dev.telemetry.sampling-hint");

	private static final SamplingHint UNTRACED = new SamplingHint(null);

	private final @Nullable PathSampling sampling;

	private SamplingHint(@Nullable PathSampling sampling) {
		this.sampling = sampling;
	}

	/**
	 * Marks a context as untraced: no span is recorded in it, even if a caller from
	 * outside sampled the trace.
	 * @param context the context to begin with
	 * @return a context like that one, but untraced
	 */
	public static Context untraced(Context context) {
		return context.with(KEY, UNTRACED);
	}

	/**
	 * Returns whether a context is untraced.
	 * @param context the context to look at
	 * @return whether it comes from {@link #untraced(Context)}
	 */
	public static boolean isUntraced(Context context) {
		return context.get(KEY) == UNTRACED;
	}

	/**
	 * Sets how a root that is started in a context is sampled.
	 * @param context the context to begin with
	 * @param sampling the settings of the root
	 * @return a context like that one, with those settings
	 */
	public static Context sampled(Context context, PathSampling sampling) {
		return context.with(KEY, new SamplingHint(sampling));
	}

	/**
	 * Returns how a root that is started in a context is sampled.
	 * @param context the context to look at
	 * @return the settings of the root, or {@code null} if those of all others apply
	 */
	public static @Nullable PathSampling sampling(Context context) {
		SamplingHint hint = context.get(KEY);
		return (hint != null) ? hint.sampling : null;
	}

}
