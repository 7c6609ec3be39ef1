package dev.telemetry.autoconfigure.viewer;

/**
 * Where the viewer is, below the context path.
 *
 * @param path path of the endpoint
 */
record ViewerPath(String path) {

	static final String ID = "traces";

	/**
	 * A pattern for the endpoint and all below it.
	 */
	String pattern() {
		return this.path + "/**";
	}

}
