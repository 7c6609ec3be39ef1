package dev.telemetry.starter.process;

/**
 * How many of the applications are started that have a process of their own.
 */
public final class Extent {

	/**
	 * Property with which all of them are, as the build of a change does; without it,
	 * those that differ most.
	 */
	public static final String ALL = "tests.all";

	private Extent() {
	}

	/**
	 * Whether all are started, which a table of the documentation needs as well.
	 */
	public static boolean isAll() {
		return Boolean.getBoolean(ALL) || Boolean.getBoolean("telemetry.docs.write");
	}

}
