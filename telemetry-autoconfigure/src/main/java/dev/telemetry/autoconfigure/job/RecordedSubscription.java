package dev.telemetry.autoconfigure.job;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Hooks;

import dev.telemetry.record.Recording;

/**
 * One subscription to a publisher. The first terminal signal ends it: a subscriber may
 * cancel a complete subscription, and a publisher may complete a cancelled one.
 */
final class RecordedSubscription {

	/** Error type of a run that was cut off by the end of the application. */
	static final String SHUTDOWN = "shutdown";

	private static final String CANCELLED = "cancelled";

	private final Recording recording;

	private final ReachedBody.Mark body;

	private final BooleanSupplier active;

	private final AtomicBoolean ended = new AtomicBoolean();

	private volatile boolean emitted;

	private volatile @Nullable Subscribing subscribing;

	/**
	 * Creates a subscription.
	 * @param recording the recording, which has started
	 * @param body whether the body of the method was reached, at the latest when the
	 * subscription ends
	 * @param active returns {@code false} once the application has begun to end
	 */
	RecordedSubscription(Recording recording, ReachedBody.Mark body, BooleanSupplier active) {
		this.recording = recording;
		this.body = body;
		this.active = active;
	}

	// Errors that Reactor considers fatal, such as a missing class, are thrown here.
	void begin(Runnable subscribe) {
		try (Scope scope = this.recording.enter()) {
			this.subscribing = new Subscribing(Thread.currentThread(), Context.current(), scope);
			subscribe.run();
		}
		catch (Throwable ex) {
			fail(ex);
			throw ex;
		}
		finally {
			this.subscribing = null;
		}
	}

	// Work after the subscription on the same thread does not belong to it.
	private void leave() {
		Subscribing subscribing = this.subscribing;
		if (subscribing != null) {
			subscribing.leave();
		}
	}

	void emit() {
		this.emitted = true;
	}

	void succeed() {
		if (this.ended.compareAndSet(false, true)) {
			if (this.body.isReached()) {
				this.recording.succeed();
			}
			else {
				this.recording.skip(RecordedMethod.NOT_REACHED);
			}
			leave();
		}
	}

	void fail(Throwable cause) {
		if (this.ended.compareAndSet(false, true)) {
			this.recording.fail(cause);
			leave();
		}
	}

	// A subscriber that cancels after a value has got what it wanted.
	void cancel() {
		if (this.emitted) {
			succeed();
		}
		else if (this.ended.compareAndSet(false, true)) {
			this.recording.fail((this.active.getAsBoolean()) ? CANCELLED : SHUTDOWN);
		}
	}

	/**
	 * The scope that a thread has entered to subscribe.
	 */
	private record Subscribing(Thread thread, Context context, Scope scope) {

		// With automatic propagation, Reactor itself restores the context from before.
		@SuppressWarnings("ReferenceEquality")
		void leave() {
			if (Thread.currentThread() == this.thread && Context.current() == this.context
					&& !Hooks.isAutomaticContextPropagationEnabled()) {
				this.scope.close();
			}
		}

	}

}
