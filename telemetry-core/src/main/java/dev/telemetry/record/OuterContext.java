package dev.telemetry.record;

import io.opentelemetry.context.Context;

/**
 * What operations without a parent begin with: the context of what has started this
 * process, or the root.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @param context the context
 * @since 0.1.0
 */
public record OuterContext(Context context) {

	/**
	 * There is none.
	 * @return the root context
	 */
	public static OuterContext root() {
		return new OuterContext(Context.root());
	}

}
