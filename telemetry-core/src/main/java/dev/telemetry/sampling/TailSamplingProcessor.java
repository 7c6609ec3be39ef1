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

import dev.telemetry.health.ContextLeaks;

/**
 * Passes the spans of kept traces, and no others, to the processors that export: all
 * spans of a trace at once, each with its sampled flag set. If one processor throws, the
 * others still get all spans. Thread safe.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
public final class TailSamplingProcessor implements SpanProcessor {

	private final TailSampler sampler;

	private final EndedRoots endedRoots;

	private final List<KeptTraceTarget> exporting;

	// Arrays, because a list would need an iterator for each span.
	private final SpanProcessor[] starting;

	private final TraceConsumer kept;

	/**
	 * Creates a processor. From now on, spans that are not sampled are recorded.
	 * @param sampler decides which traces are kept
	 * @param exporting receive the kept traces
	 */
	public TailSamplingProcessor(TailSampler sampler, List<KeptTraceTarget> exporting) {
		this(sampler, exporting, new ContextLeaks());
	}

	/**
	 * Creates a processor that includes {@link EndedRoots}: for two processors, the SDK
	 * would create an iterator for each span. From now on, spans that are not sampled are
	 * recorded.
	 * @param sampler decides which traces are kept
	 * @param exporting receive the kept traces
	 * @param leaks receives the local roots of the application that have ended
	 */
	public TailSamplingProcessor(TailSampler sampler, List<KeptTraceTarget> exporting, ContextLeaks leaks) {
		this.sampler = sampler;
		this.endedRoots = new EndedRoots(leaks);
		this.exporting = List.copyOf(exporting);
		this.starting = starting(exporting);
		this.kept = new Exporting(this.exporting);
		sampler.attach(this.kept);
	}

	private static SpanProcessor[] starting(List<KeptTraceTarget> exporting) {
		List<SpanProcessor> starting = new ArrayList<>();
		for (KeptTraceTarget target : exporting) {
			if (target.processor().isStartRequired()) {
				starting.add(target.processor());
			}
		}
		return starting.toArray(new SpanProcessor[0]);
	}

	@Override
	public void onStart(Context parentContext, ReadWriteSpan span) {
		try {
			this.sampler.started(parentContext, span);
		}
		catch (Throwable ex) {
			this.sampler.failed("following a span", ex);
		}
		for (SpanProcessor processor : this.starting) {
			try {
				processor.onStart(parentContext, span);
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
		this.endedRoots.onEnd(span);
	}

	@Override
	public boolean isEndRequired() {
		return true;
	}

	/**
	 * Flushes the ended spans of traces that are kept, also of traces whose root is open.
	 */
	@Override
	public CompletableResultCode forceFlush() {
		try {
			this.sampler.flush(this.kept);
		}
		catch (Throwable ex) {
			this.sampler.failed("handing on what is held", ex);
		}
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

	// A processor that throws must not keep the others from ending.
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
	 * Passes spans to all processors that export.
	 */
	private final class Exporting implements TraceConsumer {

		private final TraceConsumer[] targets;

		private final boolean takesDropped;

		Exporting(List<KeptTraceTarget> exporting) {
			this.targets = new TraceConsumer[exporting.size()];
			boolean anyTakes = false;
			for (int i = 0; i < this.targets.length; i++) {
				this.targets[i] = exporting.get(i).spans();
				anyTakes |= this.targets[i].takesDropped();
			}
			this.takesDropped = anyTakes;
		}

		@Override
		public void accept(List<ReadableSpan> spans, long bytes, boolean expendable) {
			for (TraceConsumer target : this.targets) {
				try {
					target.accept(spans, bytes, expendable);
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
			for (TraceConsumer target : this.targets) {
				try {
					if (target.takesDropped()) {
						target.dropped(spans, bytes, refused);
					}
				}
				catch (Throwable ex) {
					TailSamplingProcessor.this.sampler.failed("handing on a trace that is not kept", ex);
				}
			}
		}

	}

}
