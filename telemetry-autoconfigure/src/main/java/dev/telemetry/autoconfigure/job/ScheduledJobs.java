package dev.telemetry.autoconfigure.job;

import java.util.Set;
import java.util.function.Supplier;

import io.micrometer.common.KeyValue;
import io.micrometer.observation.Observation;
import io.opentelemetry.api.trace.Span;
import org.jspecify.annotations.Nullable;
import org.springframework.scheduling.support.ScheduledTaskObservationContext;
import org.springframework.util.ClassUtils;

import dev.telemetry.autoconfigure.ObservedOperation;
import dev.telemetry.record.Operation;
import dev.telemetry.record.Recording;
import dev.telemetry.record.TelemetryRecorder;

/**
 * Scheduled methods as jobs. One that has an annotation is left to that: it names the job
 * better.
 */
final class ScheduledJobs implements ObservedOperation<ScheduledTaskObservationContext> {

	private static final String QUEUE = "scheduled";

	/** Of the default convention, what the span says in other words. */
	private static final Set<String> SAID_OTHERWISE = Set.of("error", "exception", "outcome");

	private final Supplier<TelemetryRecorder> recorder;

	private final TimedMethods methods;

	ScheduledJobs(Supplier<TelemetryRecorder> recorder, TimedMethods methods) {
		this.recorder = recorder;
		this.methods = methods;
	}

	@Override
	public boolean supports(Observation.Context context) {
		return context instanceof ScheduledTaskObservationContext;
	}

	@Override
	public @Nullable Operation operation(ScheduledTaskObservationContext context) {
		if (this.methods.of(context.getMethod(), context.getTargetClass())
			.stream()
			.anyMatch(RecordedMethod.class::isInstance)) {
			return null;
		}
		return this.recorder.get()
			.job(QUEUE, ClassUtils.getShortName(ClassUtils.getUserClass(context.getTargetClass())) + "."
					+ context.getMethod().getName());
	}

	@Override
	public void end(ScheduledTaskObservationContext context, Recording recording) {
		recording.describe((span) -> describe(span, context));
		Throwable error = context.getError();
		if (error != null) {
			recording.fail(error);
		}
		else {
			recording.succeed();
		}
	}

	private static void describe(Span span, ScheduledTaskObservationContext context) {
		for (KeyValue keyValue : context.getAllKeyValues()) {
			if (!SAID_OTHERWISE.contains(keyValue.getKey())) {
				ObservedOperation.write(span, keyValue);
			}
		}
	}

}
