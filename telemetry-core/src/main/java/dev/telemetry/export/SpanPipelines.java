package dev.telemetry.export;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;

import dev.telemetry.health.ExporterHealth;
import dev.telemetry.health.ExporterState;
import dev.telemetry.health.SpanFootprint;

/**
 * Passes spans to exporters. Each exporter has a pipeline of its own, so that trouble
 * with one backend does not affect the others: a queue that is bounded in spans and in
 * bytes and takes whole traces or none, batches, a circuit breaker, and an account of
 * every span. Threads of the application never wait and never see a failure. When a
 * backend is back, one span named {@code telemetry.data_loss} tells it what it missed.
 * Threads start with the first span and do not keep the JVM alive. Thread safe.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
public final class SpanPipelines implements SpanProcessor {

	private final ExportPipelines<ReadableSpan, SpanData> pipelines;

	/**
	 * Creates the pipelines.
	 * @param targets the exporters, which are shut down with the pipelines
	 * @param settings the settings of each pipeline
	 * @param context the context that is current while an exporter is called; spans that
	 * the exporter starts must not be exported in turn
	 */
	public SpanPipelines(List<ExportTarget> targets, PipelineSettings settings, Context context) {
		this(targets, settings, context, UnaryOperator.identity());
	}

	/**
	 * Creates the pipelines.
	 * @param targets the exporters, which are shut down with the pipelines
	 * @param settings the settings of each pipeline
	 * @param context the context that is current while an exporter is called; spans that
	 * the exporter starts must not be exported in turn
	 * @param redaction removes what must not leave the process; called on the exporting
	 * threads, before spans are written anywhere
	 */
	public SpanPipelines(List<ExportTarget> targets, PipelineSettings settings, Context context,
			UnaryOperator<SpanData> redaction) {
		List<SpanSink> sinks = new ArrayList<>();
		for (ExportTarget target : targets) {
			sinks.add(new SpanSink(target));
		}
		this.pipelines = new ExportPipelines<>(new SpanRecords(redaction), sinks, settings, context);
	}

	/**
	 * Passes the spans of one trace to all exporters. Each pipeline queues all of them or
	 * none; a trace that is larger than a queue is taken in parts. Neither waits nor
	 * throws, and allocates nothing unless a trace is taken in parts.
	 * @param trace the spans; must not change any more
	 * @param bytes how much memory the spans take, as {@link SpanFootprint} measures it
	 * @param expendable whether the spans leave the last quarter of a queue to others
	 */
	public void accept(List<ReadableSpan> trace, long bytes, boolean expendable) {
		this.pipelines.accept(trace, bytes, expendable);
	}

	/**
	 * Measures the spans of one trace and passes them to all exporters.
	 * @param trace the spans; must not change any more
	 */
	public void accept(List<ReadableSpan> trace) {
		long bytes = 0;
		for (int i = 0; i < trace.size(); i++) {
			bytes += SpanFootprint.of(trace.get(i));
		}
		accept(trace, bytes, false);
	}

	@Override
	public void onStart(Context parentContext, ReadWriteSpan span) {
	}

	@Override
	public boolean isStartRequired() {
		return false;
	}

	/**
	 * Passes a single span to all exporters, for use without a processor that collects
	 * whole traces.
	 */
	@Override
	public void onEnd(ReadableSpan span) {
		if (span.getSpanContext().isSampled()) {
			accept(List.of(span));
		}
	}

	@Override
	public boolean isEndRequired() {
		return true;
	}

	/**
	 * Returns the current numbers of all exporters.
	 * @return the outcomes of the spans so far
	 */
	public List<ExporterHealth> health() {
		return this.pipelines.health();
	}

	/**
	 * Returns the live states of all exporters.
	 * @return one state for each exporter
	 */
	public List<ExporterState> states() {
		return this.pipelines.states();
	}

	/**
	 * Sends the queued spans.
	 * @return success if all spans were acknowledged
	 */
	@Override
	public CompletableResultCode forceFlush() {
		return this.pipelines.flush();
	}

	/**
	 * Sends the queued spans of all pipelines in parallel, within the shutdown timeout,
	 * and shuts the exporters down. Spans that could not be delivered are counted, and
	 * one line reports them.
	 * @return success when the shutdown is complete
	 */
	@Override
	public CompletableResultCode shutdown() {
		return this.pipelines.shutdown();
	}

	/**
	 * Returns how long the shutdown took.
	 * @return the time, zero until the shutdown is complete
	 */
	public Duration shutdownTime() {
		return this.pipelines.shutdownTime();
	}

	@Override
	public String toString() {
		return "SpanPipelines" + states();
	}

}
