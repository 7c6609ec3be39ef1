package dev.telemetry.autoconfigure.job;

import java.lang.reflect.Method;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

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
	private final ThreadLocal<Run> current = new ThreadLocal<>();

	/**
	 * Notes an object that may be scheduled.
	 * @param userClass its class without that of a proxy, as an observation has it
	 * @param recorder who records the runs of the object
	 */
	void seen(Class<?> userClass, Recorder recorder) {
		this.byClass.merge(userClass, recorder, Recorder::with);
	}

	/**
	 * Begins a run.
	 * @param reached whether our advice would get hold of the method, if it is there
	 * @return whether the observation records it
	 */
	boolean begin(Method method, Class<?> userClass, boolean reached) {
		Recorder recorder = (reached) ? this.byClass.getOrDefault(userClass, Recorder.EITHER) : Recorder.OBSERVATION;
		this.current.set(new Run(method, recorder));
		return recorder == Recorder.OBSERVATION || recorder == Recorder.EITHER;
	}

	/**
	 * Whether the observation records the run that calls a method right now, and our
	 * advice need not.
	 */
	boolean isRecorded(Method method) {
		Run run = this.current.get();
		if (run == null || !run.isOf(method)) {
			return false;
		}
		this.current.remove();
		return run.recorder == Recorder.EITHER;
	}

	/**
	 * Ends a run on the thread that began it.
	 * @return how long it took if nobody has recorded it, because an object was scheduled
	 * without its proxy; else a negative number
	 */
	long end() {
		Run run = this.current.get();
		if (run == null) {
			return -1;
		}
		this.current.remove();
		return (run.recorder == Recorder.FIRST_ADVICE) ? System.nanoTime() - run.startNanos : -1;
	}

	/**
	 * Who records the runs of an object.
	 */
	enum Recorder {

		/** Our advice, the first of its proxy: it sees each call of that. */
		FIRST_ADVICE,

		/** Our advice, which others may keep calls from, or take them elsewhere. */
		ADVICE,

		/** Spring's observation. */
		OBSERVATION,

		/** Not known: there are several objects of one class. */
		EITHER;

		private Recorder with(Recorder other) {
			if (this == other) {
				return this;
			}
			return (isAdvice() && other.isAdvice()) ? ADVICE : EITHER;
		}

		private boolean isAdvice() {
			return this == FIRST_ADVICE || this == ADVICE;
		}

	}

	private static final class Run {

		private final Method method;

		private final Recorder recorder;

		private final long startNanos = System.nanoTime();

		Run(Method method, Recorder recorder) {
			this.method = method;
			this.recorder = recorder;
		}

		// A proxy may have another method of that name, which leads to it.
		boolean isOf(Method called) {
			return (this.recorder == Recorder.FIRST_ADVICE) ? this.method.getName().equals(called.getName())
					: this.method.equals(called);
		}

	}

}
