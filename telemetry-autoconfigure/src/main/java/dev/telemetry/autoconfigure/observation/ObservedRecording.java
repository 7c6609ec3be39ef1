package dev.telemetry.autoconfigure.observation;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.micrometer.observation.Observation;
import io.opentelemetry.context.Scope;
import org.jspecify.annotations.Nullable;

import dev.telemetry.record.Recording;

/**
 * The recording of an observation, and its open scopes. An observation can be opened
 * several times: within itself, as by a snapshot of Micrometer's context propagation, and
 * on several threads. Each thread closes its own scopes, the last one first. Thread safe.
 */
final class ObservedRecording {

	private final Recording recording;

	// The deque of a thread is used by that thread only.
	private final Map<Thread, Deque<Scope>> scopes = new ConcurrentHashMap<>();

	private ObservedRecording(Recording recording) {
		this.recording = recording;
	}

	/**
	 * Notes the recording of an observation.
	 */
	static void put(Observation.Context context, Recording recording) {
		context.put(ObservedRecording.class, new ObservedRecording(recording));
	}

	/**
	 * Returns the recording that was noted for an observation.
	 * @return the recording, or {@code null} if nothing is recorded
	 */
	static @Nullable ObservedRecording of(Observation.Context context) {
		return context.get(ObservedRecording.class);
	}

	Recording recording() {
		return this.recording;
	}

	/**
	 * Notes that this thread has opened the observation.
	 * @param scope the scope to close when this thread closes the observation
	 */
	void opened(Scope scope) {
		this.scopes.computeIfAbsent(Thread.currentThread(), (thread) -> new ArrayDeque<>(2)).push(scope);
	}

	/**
	 * Closes the scope that this thread has opened last, if there is one.
	 */
	void closed() {
		Thread thread = Thread.currentThread();
		Deque<Scope> opened = this.scopes.get(thread);
		if (opened == null) {
			return;
		}
		Scope scope = opened.pop();
		if (opened.isEmpty()) {
			this.scopes.remove(thread);
		}
		scope.close();
	}

}
