package dev.telemetry.autoconfigure.job;

import java.lang.reflect.Method;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;
import org.springframework.aop.MethodMatcher;

/**
 * Decides what records the runs that the scheduler starts: the advice of telemetry ("our
 * advice"), if the scheduled object has it, or else Spring's observation of the run. An
 * observation knows only the class of the object, so objects are examined before they are
 * scheduled. Thread safe.
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
 * <td>our advice, on whatever thread</td>
 * <td>nothing on this thread: the run was kept from its method, or goes on elsewhere</td>
 * <td>the observation, after the fact: what is around our advice threw</td>
 * </tr>
 * <tr>
 * <td>{@link Recorder#AROUND_ADVICE}</td>
 * <td>the observation, and our advice leaves it to that</td>
 * <td>the observation, as skipped: the run was kept from its method</td>
 * <td>the observation</td>
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

	private final ConcurrentMap<Class<?>, Seen> byClass = new ConcurrentHashMap<>();

	// Not static, so that it is gone with the application.
	@SuppressWarnings("ThreadLocalUsage")
	private final ThreadLocal<Run> current = new ThreadLocal<>();

	/**
	 * Notes an object that may be scheduled.
	 * @param userClass class of the object without its proxy, as in an observation
	 * @param recorder what records the runs of the object
	 * @param asynchronous matches methods that go on on another thread
	 */
	void seen(Class<?> userClass, Recorder recorder, List<MethodMatcher> asynchronous) {
		this.byClass.merge(userClass, new Seen(recorder, asynchronous), Seen::with);
	}

	/**
	 * Begins a run.
	 * @param reaches whether our advice reaches the method, if the object has it
	 * @return the run, to be ended
	 */
	Run begin(Method method, Class<?> userClass, boolean reaches) {
		Seen seen = this.byClass.get(userClass);
		Recorder recorder = Recorder.OBSERVATION;
		if (reaches) {
			recorder = (seen != null) ? seen.recorder(method, userClass) : Recorder.EITHER;
		}
		// A proxy may have another method of that name, which calls this one.
		Predicate<Method> calls = (recorder.hasAdvice()) ? (called) -> called.getName().equals(method.getName())
				: method::equals;
		return begin(new Run(calls, recorder));
	}

	/**
	 * Begins a run of a task that calls a method with our advice.
	 * @param userClass class of the object with the method, without its proxy
	 * @param recorder what records calls of the object
	 * @return the run, to be ended
	 */
	Run beginTask(Class<?> userClass, Recorder recorder) {
		return begin(new Run((called) -> called.getDeclaringClass().isAssignableFrom(userClass), recorder));
	}

	private Run begin(Run run) {
		this.current.set(run);
		return run;
	}

	/**
	 * Returns the run that is calling a method, if the observation records it and our
	 * advice need not.
	 * @return the run, or {@code null} if our advice records it
	 */
	@Nullable Run observed(Method method) {
		Run run = this.current.get();
		if (run == null || !run.calls.test(method)) {
			return null;
		}
		this.current.remove();
		run.reached = true;
		return (run.isObserved()) ? run : null;
	}

	/**
	 * Ends a run.
	 * @param failed whether the run threw
	 * @return whether the run is to be recorded after the fact
	 */
	boolean end(Run run, boolean failed) {
		if (this.current.get() == run) {
			this.current.remove();
		}
		return !run.isObserved() && !run.reached && (failed || run.recorder == Recorder.FIRST_ADVICE);
	}

	/**
	 * What records the runs of an object.
	 */
	enum Recorder {

		/**
		 * Our advice, which is the first of its proxy and sees each call of the proxy.
		 */
		FIRST_ADVICE,

		/** Our advice, inside of other advice, possibly on another thread. */
		ADVICE,

		/**
		 * Spring's observation, around other advice that is outside of ours. That other
		 * advice may keep runs from ours, or fail after it. All of it is over when the
		 * run is.
		 */
		AROUND_ADVICE,

		/** Spring's observation. */
		OBSERVATION,

		/** Unknown, because there are several objects of one class. */
		EITHER;

		private Recorder with(Recorder other) {
			if (this == other) {
				return this;
			}
			return (hasAdvice() && other.hasAdvice()) ? ADVICE : EITHER;
		}

		private boolean hasAdvice() {
			return this == FIRST_ADVICE || this == ADVICE || this == AROUND_ADVICE;
		}

	}

	/**
	 * The known facts about the objects of a class.
	 *
	 * @param recorder what records their runs
	 * @param asynchronous matches methods that go on on another thread
	 */
	private record Seen(Recorder recorder, List<MethodMatcher> asynchronous) {

		Seen with(Seen other) {
			return new Seen(this.recorder.with(other.recorder), this.asynchronous);
		}

		Recorder recorder(Method method, Class<?> userClass) {
			boolean around = this.recorder == Recorder.ADVICE && MethodResult.of(method, userClass) == MethodResult.DONE
					&& this.asynchronous.stream().noneMatch((matcher) -> matcher.matches(method, userClass));
			return (around) ? Recorder.AROUND_ADVICE : this.recorder;
		}

	}

	/**
	 * One run, which may end on another thread.
	 */
	static final class Run {

		private final Predicate<Method> calls;

		private final Recorder recorder;

		private final long startNanos = System.nanoTime();

		private volatile boolean reached;

		private volatile boolean skipped;

		private Run(Predicate<Method> calls, Recorder recorder) {
			this.calls = calls;
			this.recorder = recorder;
		}

		/**
		 * Returns whether the observation records the run from its start.
		 */
		boolean isObserved() {
			return this.recorder != Recorder.FIRST_ADVICE && this.recorder != Recorder.ADVICE;
		}

		/**
		 * Notes that the body of the method was not reached.
		 */
		void skip() {
			this.skipped = true;
		}

		/**
		 * Returns whether the run was kept from the body of its method.
		 */
		boolean isSkipped() {
			return this.skipped || (this.recorder == Recorder.AROUND_ADVICE && !this.reached);
		}

		Duration elapsed() {
			return Duration.ofNanos(System.nanoTime() - this.startNanos);
		}

	}

}
