package dev.telemetry.sampling;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.data.DelegatingSpanData;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.jspecify.annotations.Nullable;

import dev.telemetry.health.SpanCopy;

/**
 * A span as it is exported: with the sampled flag, with the adjusted count in its trace
 * state, and with the attributes that describe the decision.
 */
final class KeptSpan implements ReadableSpan {

	private final ReadableSpan span;

	private final SpanContext context;

	private final Attributes added;

	private KeptSpan(ReadableSpan span, SpanContext context, Attributes added) {
		this.span = span;
		this.context = context;
		this.added = added;
	}

	/**
	 * Describes a span for export.
	 * @param ended the span
	 * @param count how many traces its trace represents
	 * @param added attributes to add
	 * @return the described span without exceptions, or the span itself if nothing
	 * differs
	 */
	static ReadableSpan of(ReadableSpan ended, AdjustedCount count, Attributes added) {
		ReadableSpan span = SpanCopy.withoutExceptions(ended);
		SpanContext context = span.getSpanContext();
		if (context.isSampled() && count == AdjustedCount.AS_SAMPLED && added.isEmpty()) {
			return span;
		}
		TraceState state = switch (count) {
			case AS_SAMPLED -> context.getTraceState();
			case ONE -> ThresholdState.certain(context.getTraceState());
			case UNKNOWN -> ThresholdState.none(context.getTraceState());
		};
		TraceFlags flags = TraceFlags
			.fromByte((byte) (context.getTraceFlags().asByte() | TraceFlags.getSampled().asByte()));
		return new KeptSpan(span, SpanContext.create(context.getTraceId(), context.getSpanId(), flags, state), added);
	}

	@Override
	public SpanContext getSpanContext() {
		return this.context;
	}

	@Override
	public SpanContext getParentSpanContext() {
		return this.span.getParentSpanContext();
	}

	@Override
	public String getName() {
		return this.span.getName();
	}

	@Override
	public SpanData toSpanData() {
		return new Data(this.span.toSpanData(), this.context, this.added);
	}

	@Override
	@Deprecated
	@SuppressWarnings("deprecation")
	public io.opentelemetry.sdk.common.InstrumentationLibraryInfo getInstrumentationLibraryInfo() {
		return this.span.getInstrumentationLibraryInfo();
	}

	@Override
	public InstrumentationScopeInfo getInstrumentationScopeInfo() {
		return this.span.getInstrumentationScopeInfo();
	}

	@Override
	public boolean hasEnded() {
		return this.span.hasEnded();
	}

	@Override
	public long getLatencyNanos() {
		return this.span.getLatencyNanos();
	}

	@Override
	public SpanKind getKind() {
		return this.span.getKind();
	}

	@Override
	public <T> @Nullable T getAttribute(AttributeKey<T> key) {
		T value = this.added.get(key);
		return (value != null) ? value : this.span.getAttribute(key);
	}

	@Override
	public Attributes getAttributes() {
		return merged(this.span.getAttributes(), this.added);
	}

	private static Attributes merged(Attributes attributes, Attributes added) {
		return (added.isEmpty()) ? attributes : attributes.toBuilder().putAll(added).build();
	}

	private static final class Data extends DelegatingSpanData {

		private final SpanContext context;

		private final Attributes attributes;

		private final int totalAttributeCount;

		Data(SpanData data, SpanContext context, Attributes added) {
			super(data);
			this.context = context;
			this.attributes = merged(data.getAttributes(), added);
			this.totalAttributeCount = data.getTotalAttributeCount() + added.size();
		}

		@Override
		public SpanContext getSpanContext() {
			return this.context;
		}

		@Override
		public Attributes getAttributes() {
			return this.attributes;
		}

		@Override
		public int getTotalAttributeCount() {
			return this.totalAttributeCount;
		}

	}

}
