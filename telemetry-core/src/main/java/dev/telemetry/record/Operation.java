package dev.telemetry.record;

import java.time.Duration;
import java.util.concurrent.CompletionStage;

import io.opentelemetry.context.Context;

/**
 * A job, a call or a piece of code by its name, and the ways to record it. Immutable and
 * thread safe: keep one in a field, or ask for it each time.
 *
 * @since 0.1.0
 */
public interface Operation {

	/**
	 * Runs it. The recording ends when the work returns, as a failure if it throws; what
	 * it throws comes out as it is.
	 * @param <E> what the work may throw
	 * @param work the work
	 * @throws E whatever the work throws
	 */
	<E extends Throwable> void run(Action<E> work) throws E;

	/**
	 * Runs it and returns a value. The recording ends when the work returns, as a failure
	 * if it throws; what it throws comes out as it is.
	 * @param <T> type of the value
	 * @param <E> what the work may throw
	 * @param work the work
	 * @return what the work returns
	 * @throws E whatever the work throws
	 */
	<T, E extends Throwable> T call(Call<T, E> work) throws E;

	/**
	 * Starts it and returns the stage of the work. The recording ends when the stage
	 * completes, or when the work throws.
	 * @param <T> type of the stage
	 * @param <E> what the work may throw
	 * @param work starts the work
	 * @return the same stage that the work returns
	 * @throws E whatever the work throws
	 */
	<T extends CompletionStage<?>, E extends Throwable> T callAsync(Call<T, E> work) throws E;

	/**
	 * Starts a recording and makes it current, for a {@code try} with resources on one
	 * thread. Its last line is {@link Recording#succeed()}: {@code close} cannot see an
	 * exception, so what has not succeeded by then has failed.
	 * @return the recording, to be closed by this thread
	 */
	Recording open();

	/**
	 * Starts a recording below the current span, to be ended by hand and by any thread.
	 * It is not made current.
	 * @return the recording
	 */
	Recording start();

	/**
	 * Starts a recording below a given context, to be ended by hand and by any thread. It
	 * is not made current.
	 * @param parent the context, such as one that came with a message
	 * @return the recording
	 */
	Recording start(Context parent);

	/**
	 * Starts a recording of work that began earlier, below the current span, to be ended
	 * by hand and by any thread. It is not made current.
	 * @param elapsed how long ago it began
	 * @return the recording
	 */
	Recording startEarlier(Duration elapsed);

	/**
	 * Records work that is already over, below the current span.
	 * @param duration how long it took
	 * @param success whether it succeeded
	 */
	void record(Duration duration, boolean success);

	/**
	 * Returns the same operation, started by a message: its span is a consumer.
	 * @return the operation
	 */
	Operation startedByMessage();

	/**
	 * Returns the same operation, which sends a message: its span is a producer.
	 * @return the operation
	 */
	Operation sendsMessage();

	/**
	 * Returns the same job with a name for its next run, such as the id that a scheduler
	 * gave it. The job report has that name, and the span has it as the attribute
	 * {@code job.id}. Has no effect on calls and other spans.
	 * @param id the name, any text of at most 200 characters; a longer one is cut, and
	 * ends in a hash of all of it
	 * @return the operation, to be run once
	 */
	Operation id(String id);

	/**
	 * Returns the same job in a trace of its own, or in that of the current span. With
	 * {@link JobTrace#NEW}, baggage is passed on, and nothing else of the context. Has no
	 * effect on calls and other spans.
	 * @param trace the trace of the job
	 * @return the operation
	 */
	Operation trace(JobTrace trace);

	/**
	 * Work that returns nothing.
	 *
	 * @param <E> what it may throw
	 */
	@FunctionalInterface
	interface Action<E extends Throwable> {

		/**
		 * Does the work.
		 * @param recording what is recorded of it; it ends by itself
		 * @throws E if it fails
		 */
		void run(Recording recording) throws E;

	}

	/**
	 * Work that returns a value.
	 *
	 * @param <T> type of the value
	 * @param <E> what it may throw
	 */
	@FunctionalInterface
	interface Call<T, E extends Throwable> {

		/**
		 * Does the work.
		 * @param recording what is recorded of it; it ends by itself
		 * @return the value
		 * @throws E if it fails
		 */
		T call(Recording recording) throws E;

	}

}
