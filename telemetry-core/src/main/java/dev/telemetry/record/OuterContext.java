package dev.telemetry.record;

import io.opentelemetry.context.Context;

/**
 * The context of operations without a parent: that of the process that started this one,
 * or the root context.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @param context the context
 * @since 0.1.0
 */
public record OuterContext(Context context) {

	/**
	 * Returns the root context, for a process that nothing traces from outside.
	 * @return the root context
	 */
	public static OuterContext root() {
		return new OuterContext(Context.root());
	}

}
