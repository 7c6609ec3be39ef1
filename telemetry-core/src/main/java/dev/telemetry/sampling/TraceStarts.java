package dev.telemetry.sampling;

import java.util.function.LongSupplier;

import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import org.jspecify.annotations.Nullable;

import dev.telemetry.decision.PathSampling;
import dev.telemetry.decision.SamplingHint;

/**
 * Assigns spans that start to their local root. Thread safe.
 */
final class TraceStarts {

	private final OpenTraces open;

	private final RecentlyKept recentlyKept;

	private final LongSupplier nanoClock;

	TraceStarts(OpenTraces open, RecentlyKept recentlyKept, LongSupplier nanoClock) {
		this.open = open;
		this.recentlyKept = recentlyKept;
		this.nanoClock = nanoClock;
	}

	/**
	 * Whether a span with that parent is a local root.
	 */
	static boolean isLocalRoot(SpanContext parent) {
		return !parent.isValid() || parent.isRemote();
	}

	LocalTrace trace(ReadableSpan root, @Nullable PathSampling path) {
		return new LocalTrace(new RootState(root, path), this.nanoClock.getAsLong());
	}

	void started(Context parentContext, ReadWriteSpan span) {
		SpanContext context = span.getSpanContext();
		SpanContext parent = span.getParentSpanContext();
		if (isLocalRoot(parent)) {
			this.open.add(context.getTraceId(), trace(span, SamplingHint.sampling(parentContext)), false);
			return;
		}
		LocalTrace trace = this.open.find(parent);
		Decision decision = (trace != null) ? startedBelow(span, trace) : this.recentlyKept.get(parent.getSpanId());
		if (decision != null && decision.exported() && !context.isSampled()) {
			this.recentlyKept.add(context.getSpanId(), decision);
		}
	}

	/**
	 * Follows a span below a root.
	 * @return what was decided, if that was in the meantime
	 */
	private @Nullable Decision startedBelow(ReadWriteSpan span, LocalTrace trace) {
		Admittance entry = this.open.add(span.getSpanContext().getSpanId(), trace);
		Decision decision = (entry == Admittance.CLOSED) ? trace.decision() : null;
		if (entry != Admittance.ENTERED && decision == null && !span.getSpanContext().isSampled()) {
			span.setAttribute(TraceEnds.NO_ROOM, true);
		}
		return decision;
	}

}
