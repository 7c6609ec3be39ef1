package dev.telemetry.autoconfigure.job;

import java.lang.reflect.Method;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

import org.jspecify.annotations.Nullable;

/**
 * Settles who records the runs that the scheduler starts: our advice, where the object
 * that is scheduled has it, else Spring's observation of the run. An observation knows
 * the class of the object only, so objects are looked at before they are scheduled.
 * Thread safe.
 */
final class ScheduledRuns {

	private final ConcurrentMap<Class<?>, Recorder> byClass = new ConcurrentHashMap<>();

	// Of one application, and gone with it.
	@SuppressWarnings("ThreadLocalUsage")
	private final ThreadLocal<Method> recorded = new ThreadLocal<>();

	/**
	 * Notes an object that may be scheduled.
	 * @param userClass its class without that of a proxy, as an observation has it
	 * @param advised whether calls of it go through our advice
	 */
	void seen(Class<?> userClass, boolean advised) {
		Recorder recorder = (advised) ? Recorder.ADVICE : Recorder.OBSERVATION;
		this.byClass.merge(userClass, recorder, (known, other) -> (known == other) ? known : Recorder.EITHER);
	}

	/**
	 * Begins a run.
	 * @param reached whether our advice would get hold of the method, if it is there
	 * @return whether the observation records it
	 */
	boolean begin(Method method, Class<?> userClass, boolean reached) {
		Recorder recorder = (reached) ? this.byClass.getOrDefault(userClass, Recorder.EITHER) : Recorder.OBSERVATION;
		if (recorder == Recorder.EITHER) {
			this.recorded.set(method);
		}
		return recorder != Recorder.ADVICE;
	}

	/**
	 * Whether the observation records the run that calls a method right now.
	 */
	boolean isRecorded(Method method) {
		Method running = this.recorded.get();
		if (running == null || !running.equals(method)) {
			return false;
		}
		this.recorded.remove();
		return true;
	}

	void end() {
		@Nullable Method running = this.recorded.get();
		if (running != null) {
			this.recorded.remove();
		}
	}

	private enum Recorder {

		ADVICE, OBSERVATION, EITHER

	}

}
