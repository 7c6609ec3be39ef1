package dev.telemetry.names;

/**
 * Reasons why traces are kept. The first one that applies is recorded. Rules of an
 * application have reasons of their own.
 *
 * @since 0.1.0
 */
public final class KeepReasons {

	/** Code asked for it. */
	public static final String FORCED = "forced";

	/** The local root failed, or a span below it where that counts. */
	public static final String ERROR = "error";

	/** The local root took longer than its threshold. */
	public static final String SLOW = "slow";

	/** The client went away or broke its request, where that is asked for. */
	public static final String DISCONNECT = "disconnect";

	/** The caller sampled the trace. */
	public static final String PARENT = "parent";

	/** The trace belongs to the share that is always kept. */
	public static final String RATIO = "ratio";

	/** Nothing of this route was kept for a while. */
	public static final String ROUTE = "route";

	private KeepReasons() {
	}

}
