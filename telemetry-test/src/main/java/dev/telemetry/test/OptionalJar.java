package dev.telemetry.test;

/**
 * Tells early and by its name that an optional jar is missing.
 */
final class OptionalJar {

	private OptionalJar() {
	}

	static void require(String className, String jar) {
		try {
			Class.forName(className, false, OptionalJar.class.getClassLoader());
		}
		catch (ClassNotFoundException ex) {
			throw new IllegalStateException("This OTLP receiver needs " + jar + " on the test class path", ex);
		}
	}

}
