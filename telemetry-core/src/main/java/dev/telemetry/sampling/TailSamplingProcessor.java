package dev.telemetry.sampling;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import org.jspecify.annotations.Nullable;

/**
 * Stands before the processors that export: only spans of traces that are kept get there,
 * all of a trace at once, each with its sampled flag set. Whatever one of them throws,
 * the others get all. Thread safe.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
public final class TailSamplingProcessor implements SpanProcessor {

	private final TailSampler sampler;

	private final List<KeptTraceTarget> exporting;

	private final TraceConsumer kept;

	/**
	 * Creates a processor. From now on, what is not sampled is recorded.
	 * @param sampler decides
	 * @param exporting get what is kept
	 */
	public TailSamplingProcessor(TailSampler sampler, List<KeptTraceTarget> exporting) {
		this.sampler = sampler;
		this.exporting = List.copyOf(exporting);
		this.kept = new Exporting();
		sampler.attach(this.kept);
	}

	@Override
	public void onStart(Context parentContext, ReadWriteSpan span) {
		try {
			this.sampler.started(parentContext, span);
		}
		catch (Throwable ex) {
			this.sampler.failed("following a span", ex);
		}
		for (KeptTraceTarget kept : this.exporting) {
			try {
				if (kept.processor().isStartRequired()) {
					kept.processor().onStart(parentContext, span);
				}
			}
			catch (Throwable ex) {
				this.sampler.failed("telling a processor of a span", ex);
			}
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

	@Override
	public CompletableResultCode forceFlush() {
		List<CompletableResultCode> results = new ArrayList<>();
		for (KeptTraceTarget kept : this.exporting) {
			results.add(guarded(kept.processor()::forceFlush));
		}
		return CompletableResultCode.ofAll(results);
	}

	@Override
	public CompletableResultCode shutdown() {
		try {
			this.sampler.shutdown(this.kept);
		}
		catch (Throwable ex) {
			this.sampler.failed("deciding on the last traces", ex);
		}
		List<CompletableResultCode> results = new ArrayList<>();
		for (KeptTraceTarget kept : this.exporting) {
			results.add(guarded(kept.processor()::shutdown));
		}
		return CompletableResultCode.ofAll(results);
	}

	// One that throws must not keep the others from ending.
	private CompletableResultCode guarded(Supplier<CompletableResultCode> call) {
		try {
			return call.get();
		}
		catch (Throwable ex) {
			this.sampler.failed("ending a processor", ex);
			return CompletableResultCode.ofFailure();
		}
	}

	@Override
	public String toString() {
		return "TailSamplingProcessor" + this.exporting;
	}

	/**
	 * Hands on to all that export.
	 */
	private final class Exporting implements TraceConsumer {

		private final boolean takesDropped;

		Exporting() {
			boolean anyTakes = false;
			for (KeptTraceTarget target : TailSamplingProcessor.this.exporting) {
				anyTakes |= target.spans().takesDropped();
			}
			this.takesDropped = anyTakes;
		}

		@Override
		public void accept(List<ReadableSpan> spans, long bytes, boolean expendable) {
			for (KeptTraceTarget target : TailSamplingProcessor.this.exporting) {
				try {
					target.spans().accept(spans, bytes, expendable);
				}
				catch (Throwable ex) {
					TailSamplingProcessor.this.sampler.failed("handing on a trace", ex);
				}
			}
		}

		@Override
		public boolean takesDropped() {
			return this.takesDropped;
		}

		@Override
		public void dropped(List<ReadableSpan> spans, long bytes, @Nullable String refused) {
			for (KeptTraceTarget target : TailSamplingProcessor.this.exporting) {
				try {
					if (target.spans().takesDropped()) {
						target.spans().dropped(spans, bytes, refused);
					}
				}
				catch (Throwable ex) {
					TailSamplingProcessor.this.sampler.failed("handing on a trace that is not kept", ex);
				}
			}
		}

	}

}
