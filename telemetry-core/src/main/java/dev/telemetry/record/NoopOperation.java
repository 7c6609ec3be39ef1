package dev.telemetry.record;

import java.time.Duration;
import java.util.concurrent.CompletionStage;

import io.opentelemetry.context.Context;

/**
 * Runs the work that it is given, and records nothing.
 */
final class NoopOperation implements Operation {

	static final NoopOperation INSTANCE = new NoopOperation();

	private NoopOperation() {
	}

	@Override
	public <E extends Throwable> void run(Action<E> work) throws E {
		work.run(NoopRecording.INSTANCE);
	}

	@Override
	public <T, E extends Throwable> T call(Call<T, E> work) throws E {
		return work.call(NoopRecording.INSTANCE);
	}

	@Override
	public <T extends CompletionStage<?>, E extends Throwable> T callAsync(Call<T, E> work) throws E {
		return work.call(NoopRecording.INSTANCE);
	}

	@Override
	public Recording open() {
		return NoopRecording.INSTANCE;
	}

	@Override
	public Recording start() {
		return NoopRecording.INSTANCE;
	}

	@Override
	public Recording start(Context parent) {
		return NoopRecording.INSTANCE;
	}

	@Override
	public Recording startEarlier(Duration elapsed) {
		return NoopRecording.INSTANCE;
	}

	@Override
	public void record(Duration duration, boolean success) {
	}

	@Override
	public Operation startedByMessage() {
		return this;
	}

	@Override
	public Operation sendsMessage() {
		return this;
	}

	@Override
	public Operation id(String id) {
		return this;
	}

	@Override
	public Operation trace(JobTrace trace) {
		return this;
	}

}
