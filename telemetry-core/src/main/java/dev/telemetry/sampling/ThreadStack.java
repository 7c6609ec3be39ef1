package dev.telemetry.sampling;

/**
 * Writes the stack of a thread as text, with a line for each call as in a stack trace.
 * The text ends where the container passes on the request, and after 100 calls.
 */
final class ThreadStack {

	private static final int MAX_FRAMES = 100;

	private static final String FILTER = "dev.telemetry.servlet.TelemetryFilter";

	private ThreadStack() {
	}

	/**
	 * Writes a stack.
	 * @param frames the calls, the innermost first
	 */
	static String of(StackTraceElement[] frames) {
		StringBuilder text = new StringBuilder(4_096);
		for (int i = 0; i < frames.length && !frames[i].getClassName().equals(FILTER); i++) {
			if (i == MAX_FRAMES) {
				return text.append("\t... more\n").toString();
			}
			text.append("\tat ").append(frames[i]).append('\n');
		}
		return text.toString();
	}

}
