package dev.telemetry.autoconfigure.job;

import java.util.concurrent.atomic.AtomicBoolean;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Hooks;

import dev.telemetry.record.Recording;

/**
 * One subscription to a publisher. Ends with the first of its signals: a subscriber may
 * cancel what is complete, and a publisher may complete what was cancelled.
 */
final class RecordedSubscription {

	private static final String CANCELLED = "cancelled";

	private final Recording recording;

	private final AtomicBoolean ended = new AtomicBoolean();

	private volatile boolean emitted;

	private volatile @Nullable Subscribing subscribing;

	RecordedSubscription(Recording recording) {
		this.recording = recording;
	}

	// What Reactor takes for fatal, such as a class that is missing, is thrown here.
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

	// What follows on the thread that has subscribed is no part of it.
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
			this.recording.succeed();
			leave();
		}
	}

	void fail(Throwable cause) {
		if (this.ended.compareAndSet(false, true)) {
			this.recording.fail(cause);
			leave();
		}
	}

	// Cancelled after a value, the subscriber has what it wanted.
	void cancel() {
		if (this.emitted) {
			succeed();
		}
		else if (this.ended.compareAndSet(false, true)) {
			this.recording.fail(CANCELLED);
		}
	}

	/**
	 * What a thread has entered to subscribe.
	 */
	private record Subscribing(Thread thread, Context context, Scope scope) {

		// With automatic propagation, Reactor itself restores what was before.
		@SuppressWarnings("ReferenceEquality")
		void leave() {
			if (Thread.currentThread() == this.thread && Context.current() == this.context
					&& !Hooks.isAutomaticContextPropagationEnabled()) {
				this.scope.close();
			}
		}

	}

}
