package dev.telemetry.sampling;

import io.opentelemetry.sdk.trace.ReadableSpan;
import jdk.jfr.FlightRecorder;
import org.jspecify.annotations.Nullable;

/**
 * Writes to Java's Flight Recorder, if the runtime has it and it is recording.
 */
final class FlightRecording {

	private static final boolean AVAILABLE = isAvailable();

	private FlightRecording() {
	}

	// A runtime image may be without it.
	private static boolean isAvailable() {
		try {
			FlightRecorder.isInitialized();
			return true;
		}
		catch (LinkageError ex) {
			return false;
		}
	}

	/**
	 * Notes that a trace is exported whose root has ended.
	 * @param reason why the trace is kept, or {@code null} if it is exported although it
	 * is not kept
	 */
	static void kept(ReadableSpan root, @Nullable String reason) {
		if (AVAILABLE && FlightRecorder.isInitialized()) {
			new KeptTraceEvent(root, reason).commit();
		}
	}

}
