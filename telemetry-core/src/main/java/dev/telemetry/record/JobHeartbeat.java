package dev.telemetry.record;

import java.util.concurrent.TimeUnit;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import org.jspecify.annotations.Nullable;

import dev.telemetry.names.JobAttributes;
import dev.telemetry.names.SpanNames;

/**
 * Sends a span of zero length below that of a running job. A sampled span leaves the
 * process while its root runs, so the backend sees it before the job ends; an event would
 * arrive only with the span of the job.
 */
final class JobHeartbeat {

	private static final double NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);

	private JobHeartbeat() {
	}

	/**
	 * Sends a heartbeat, if the job is sampled. Never throws.
	 */
	static void send(RecordingTools tools, NamedOperation job, Context context, long startEpochNanos, long nanos,
			@Nullable RecordingNotes notes) {
		try {
			Tracer tracer = tools.tracer();
			if (tracer != null && Span.fromContext(context).getSpanContext().isSampled()) {
				send(tracer, job, context, startEpochNanos, nanos, notes);
			}
		}
		catch (Throwable ex) {
			tools.failures().report("telling that a job goes on", ex);
		}
	}

	private static void send(Tracer tracer, NamedOperation job, Context context, long startEpochNanos, long nanos,
			@Nullable RecordingNotes notes) {
		// By the clock of the job, whatever the wall clock was set to meanwhile.
		long now = startEpochNanos + nanos;
		Span beat = tracer.spanBuilder(SpanNames.JOB_HEARTBEAT)
			.setParent(context)
			.setStartTimestamp(now, TimeUnit.NANOSECONDS)
			.setAttribute(JobAttributes.QUEUE_NAME, job.group())
			.setAttribute(JobAttributes.TYPE, job.name())
			.setAttribute(JobAttributes.ELAPSED_SECONDS, nanos / NANOS_PER_SECOND)
			.startSpan();
		if (notes != null) {
			notes.writeNumbers(beat);
		}
		beat.end(now, TimeUnit.NANOSECONDS);
	}

}
