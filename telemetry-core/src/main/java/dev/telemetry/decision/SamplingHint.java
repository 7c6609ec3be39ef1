package dev.telemetry.decision;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import org.jspecify.annotations.Nullable;

/**
 * What a context says to the sampler before a local root starts in it: that nothing is to
 * be traced, or that the root is sampled in a way of its own. Carried in the
 * {@link Context} to everything that is called with it. Immutable and thread safe; a
 * look-up allocates nothing.
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
	 * Marks what happens in a context as untraced: no span is to come of it, whatever a
	 * caller from outside decided.
	 * @param context the context to begin with
	 * @return a context like that one, but untraced
	 */
	public static Context untraced(Context context) {
		return context.with(KEY, UNTRACED);
	}

	/**
	 * Whether a context is untraced.
	 * @param context the context to look at
	 * @return whether it comes from {@link #untraced(Context)}
	 */
	public static boolean isUntraced(Context context) {
		return context.get(KEY) == UNTRACED;
	}

	/**
	 * Says how the root that is started in a context is sampled.
	 * @param context the context to begin with
	 * @param sampling what differs for it
	 * @return a context like that one, with those settings
	 */
	public static Context sampled(Context context, PathSampling sampling) {
		return context.with(KEY, new SamplingHint(sampling));
	}

	/**
	 * How the root that is started in a context is sampled.
	 * @param context the context to look at
	 * @return what differs for it, or {@code null} if nothing does
	 */
	public static @Nullable PathSampling sampling(Context context) {
		SamplingHint hint = context.get(KEY);
		return (hint != null) ? hint.sampling : null;
	}

}
