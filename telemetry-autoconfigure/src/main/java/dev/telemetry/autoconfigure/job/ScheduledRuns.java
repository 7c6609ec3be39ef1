package dev.telemetry.autoconfigure.job;

import java.lang.reflect.Method;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Settles who records the runs that the scheduler starts: our advice, where the object
 * that is scheduled has it, else Spring's observation of the run. An observation knows
 * the class of the object only, so objects are looked at before they are scheduled.
 * Thread safe.
 * <table>
 * <caption>Who records a run, once</caption>
 * <tr>
 * <th>the object</th>
 * <th>our advice was reached</th>
 * <th>it was not, and the run returned</th>
 * <th>it was not, and the run threw</th>
 * </tr>
 * <tr>
 * <td>{@link Recorder#FIRST_ADVICE}</td>
 * <td>our advice</td>
 * <td>the observation, after the fact: the run went past the proxy</td>
 * <td>the observation, after the fact</td>
 * </tr>
 * <tr>
 * <td>{@link Recorder#ADVICE}</td>
 * <td>our advice, which sees nothing that happens around it</td>
 * <td>nothing on this thread: the run was kept from its method, or goes on elsewhere</td>
 * <td>the observation, after the fact: what is around our advice threw</td>
 * </tr>
 * <tr>
 * <td>{@link Recorder#OBSERVATION}</td>
 * <td>the observation</td>
 * <td>the observation</td>
 * <td>the observation</td>
 * </tr>
 * <tr>
 * <td>{@link Recorder#EITHER}</td>
 * <td>the observation, and our advice leaves it to that</td>
 * <td>the observation</td>
 * <td>the observation</td>
 * </tr>
 * </table>
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
	 * @param reaches whether our advice would get hold of the method, if it is there
	 * @return the run, to be ended
	 */
	Run begin(Method method, Class<?> userClass, boolean reaches) {
		Recorder recorder = (reaches) ? this.byClass.getOrDefault(userClass, Recorder.EITHER) : Recorder.OBSERVATION;
		Run run = new Run(method, recorder);
		this.current.set(run);
		return run;
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
		run.reached = true;
		return run.recorder == Recorder.EITHER;
	}

	/**
	 * Ends a run.
	 * @param failed whether it threw
	 * @return whether it is to be recorded after the fact
	 */
	boolean end(Run run, boolean failed) {
		if (this.current.get() == run) {
			this.current.remove();
		}
		return !run.isObserved() && !run.reached && (failed || run.recorder == Recorder.FIRST_ADVICE);
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

	/**
	 * One run, which may end on another thread.
	 */
	static final class Run {

		private final Method method;

		private final Recorder recorder;

		private final long startNanos = System.nanoTime();

		private volatile boolean reached;

		private Run(Method method, Recorder recorder) {
			this.method = method;
			this.recorder = recorder;
		}

		/**
		 * Whether the observation records it from its start.
		 */
		boolean isObserved() {
			return this.recorder == Recorder.OBSERVATION || this.recorder == Recorder.EITHER;
		}

		Duration elapsed() {
			return Duration.ofNanos(System.nanoTime() - this.startNanos);
		}

		// A proxy may have another method of that name, which leads to it.
		private boolean isOf(Method called) {
			return (this.recorder.isAdvice()) ? this.method.getName().equals(called.getName())
					: this.method.equals(called);
		}

	}

}
