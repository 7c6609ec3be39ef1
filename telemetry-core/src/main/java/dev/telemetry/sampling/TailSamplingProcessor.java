package dev.telemetry.sampling;

import java.util.List;

import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;

/**
 * Stands before the processor that exports: only spans of traces that are kept get there,
 * all of a trace at once, each with its sampled flag set. Thread safe.
 */
public final class TailSamplingProcessor implements SpanProcessor {

	private final TailSampler sampler;

	private final SpanProcessor exporting;

	private final KeptSpans kept;

	/**
	 * Creates a processor. From now on, what is not sampled is recorded.
	 * @param sampler decides
	 * @param exporting gets what is kept
	 */
	public TailSamplingProcessor(TailSampler sampler, SpanProcessor exporting) {
		this.sampler = sampler;
		this.exporting = exporting;
		this.kept = this::export;
		sampler.attach();
	}

	@Override
	public void onStart(Context parentContext, ReadWriteSpan span) {
		try {
			if (this.exporting.isStartRequired()) {
				this.exporting.onStart(parentContext, span);
			}
			this.sampler.started(parentContext, span);
		}
		catch (Throwable ex) {
			this.sampler.failed("following a span", ex);
		}
	}

	@Override
	public boolean isStartRequired() {
		return true;
	}

	@Override
	public void onEnd(ReadableSpan span) {
		try {
			this.sampler.ended(span, this.kept);
		}
		catch (Throwable ex) {
			this.sampler.failed("ending a span", ex);
		}
	}

	@Override
	public boolean isEndRequired() {
		return true;
	}

	private void export(List<ReadableSpan> spans) {
		for (ReadableSpan span : spans) {
			this.exporting.onEnd(span);
		}
	}

	@Override
	public CompletableResultCode forceFlush() {
		return this.exporting.forceFlush();
	}

	@Override
	public CompletableResultCode shutdown() {
		try {
			this.sampler.shutdown(this.kept);
		}
		catch (Throwable ex) {
			this.sampler.failed("deciding on the last traces", ex);
		}
		return this.exporting.shutdown();
	}

	@Override
	public String toString() {
		return "TailSamplingProcessor{" + this.exporting + "}";
	}

}
