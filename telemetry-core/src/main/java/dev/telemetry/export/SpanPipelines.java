package dev.telemetry.export;

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
 * Hands spans to exporters, each with a pipeline of its own, so that the trouble of one
 * backend is its own: a queue that is bounded in spans and in bytes and lets in whole
 * traces or none, batches, a circuit breaker, and an account of every span. Threads of
 * the application never wait and never see a failure. When a backend is back, it gets one
 * span named {@code telemetry.data_loss} that says what it missed. Threads start with the
 * first span and do not keep the JVM alive. Thread safe.
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
	 * @param context what is current while an exporter is called; its spans, if it makes
	 * some, must not be exported in turn
	 */
	public SpanPipelines(List<ExportTarget> targets, PipelineSettings settings, Context context) {
		this(targets, settings, context, UnaryOperator.identity());
	}

	/**
	 * Creates the pipelines.
	 * @param targets the exporters, which are shut down with the pipelines
	 * @param settings the settings of each pipeline
	 * @param context what is current while an exporter is called; its spans, if it makes
	 * some, must not be exported in turn
	 * @param redaction replaces what must not leave the process; called on the exporting
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
	 * Takes the spans of one trace for all exporters. For each one, all of them are
	 * queued or none; a trace that is larger than a queue is taken in parts. Does not
	 * wait, does not throw, and allocates nothing but for a trace that is taken in parts.
	 * @param trace the spans; must not change any more
	 * @param bytes how much memory they take, as {@link SpanFootprint} measures it
	 * @param expendable whether they leave the last quarter of a queue to others
	 */
	public void accept(List<ReadableSpan> trace, long bytes, boolean expendable) {
		this.pipelines.accept(trace, bytes, expendable);
	}

	/**
	 * Takes the spans of one trace for all exporters, and measures them.
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
	 * Takes a span on its own, where nothing stands before that knows whole traces.
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
	 * The numbers of all exporters.
	 * @return what became of the spans so far
	 */
	public List<ExporterHealth> health() {
		return this.pipelines.health();
	}

	/**
	 * The numbers of all exporters as they change.
	 * @return one for each exporter
	 */
	public List<ExporterState> states() {
		return this.pipelines.states();
	}

	/**
	 * Sends what is queued.
	 * @return success if all of it was acknowledged
	 */
	@Override
	public CompletableResultCode forceFlush() {
		return this.pipelines.flush();
	}

	/**
	 * Sends what is queued, all pipelines at the same time and no longer than they may,
	 * and shuts the exporters down. What could not be delivered is counted, and one line
	 * says so.
	 * @return success when all is over
	 */
	@Override
	public CompletableResultCode shutdown() {
		return this.pipelines.shutdown();
	}

	@Override
	public String toString() {
		return "SpanPipelines" + states();
	}

}
