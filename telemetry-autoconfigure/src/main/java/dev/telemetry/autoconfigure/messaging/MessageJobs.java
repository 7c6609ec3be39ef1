package dev.telemetry.autoconfigure.messaging;

import io.micrometer.common.KeyValue;
import io.micrometer.observation.Observation;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import org.jspecify.annotations.Nullable;

import dev.telemetry.autoconfigure.observation.ObservedOperation;
import dev.telemetry.health.ContextLeaks;
import dev.telemetry.record.Operation;
import dev.telemetry.record.Recording;

/**
 * Records runs of listeners as jobs, by Spring's own observation of them. Thread safe.
 *
 * @param <C> type of the context of the observation
 */
final class MessageJobs<C extends Observation.Context> implements ObservedOperation<C> {

	private static final String MESSAGING = "messaging.";

	private static final String EXCEPTION = "exception";

	/** OpenTelemetry's name for an error without a type. */
	private static final String UNKNOWN_ERROR = "_OTHER";

	private final MessagingSystem<C> system;

	private final MessageOperations operations;

	private final ContextLeaks leaks;

	MessageJobs(MessagingSystem<C> system, MessageOperations operations, ContextLeaks leaks) {
		this.system = system;
		this.operations = operations;
		this.leaks = leaks;
	}

	@Override
	public boolean supports(Observation.Context context) {
		return this.system.supports(context);
	}

	// A listener is the outermost work of its thread.
	@Override
	public ContextLeaks outermost() {
		return this.leaks;
	}

	@Override
	public Context parent(C context) {
		return this.system.parent(context);
	}

	@Override
	public @Nullable Operation operation(C context) {
		MessageRun run = new MessageRun();
		if (!this.system.begin(context, run)) {
			return null;
		}
		context.put(MessageRun.class, run);
		return this.operations.job(this.system.queue(context), this.system.type(context));
	}

	@Override
	public void end(C context, Recording recording) {
		MessageRun run = MessageRun.of(context);
		if (run == null || !run.end()) {
			return;
		}
		recording.describe((span) -> describe(span, context));
		Throwable failure = (run.failure() != null) ? run.failure() : context.getError();
		String skipReason = run.skipReason();
		if (failure != null) {
			recording.fail(this.system.cause(failure));
		}
		else if (run.isCutOff()) {
			recording.fail(UNKNOWN_ERROR);
		}
		else if (skipReason != null) {
			recording.skip(skipReason);
		}
		else {
			recording.succeed();
		}
	}

	// A run that could not be recorded need not be ended.
	@Override
	public void endUnrecorded(C context) {
		MessageRun run = MessageRun.of(context);
		if (run != null) {
			run.end();
		}
	}

	private void describe(Span span, C context) {
		for (KeyValue keyValue : context.getAllKeyValues()) {
			if (!isSaidOtherwise(keyValue.getKey())) {
				ObservedOperation.write(span, keyValue);
			}
		}
		this.system.describe(span, context);
	}

	// Returns whether a key-value of Spring's conventions is an attribute of the span
	// under another name.
	private static boolean isSaidOtherwise(String key) {
		return key.startsWith(MESSAGING) || key.equals(EXCEPTION);
	}

}
