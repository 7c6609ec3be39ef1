package dev.telemetry.export;

/**
 * Describes what went wrong without what anybody said about it: messages of exceptions
 * may hold a header or what a backend answered.
 */
final class Failures {

	private static final int MAX_CAUSES = 20;

	private Failures() {
	}

	static String describe(Throwable failure) {
		Throwable cause = failure;
		for (int i = 0; i < MAX_CAUSES && cause.getCause() != null; i++) {
			cause = cause.getCause();
		}
		String name = cause.getClass().getSimpleName();
		return (!name.isEmpty()) ? name : cause.getClass().getName();
	}

}
