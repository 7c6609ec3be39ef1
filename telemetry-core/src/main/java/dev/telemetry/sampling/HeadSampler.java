package dev.telemetry.sampling;

import java.util.List;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.opentelemetry.sdk.trace.samplers.SamplingResult;

/**
 * Decides at the start of a span: a parent's sampled flag is obeyed, without a parent the
 * ratio decides. Thread safe, allocates nothing.
 *
 * @see <a href="https://www.w3.org/TR/trace-context-2/#sampled-flag">W3C Trace Context,
 * sampled flag</a>
 */
public final class HeadSampler implements Sampler {

	private final ConsistentRatio ratio;

	/**
	 * Creates a sampler.
	 * @param ratio share of the traces without a parent that is sampled
	 */
	public HeadSampler(ConsistentRatio ratio) {
		this.ratio = ratio;
	}

	/**
	 * The share of the traces without a parent that is sampled.
	 * @return the share, from 0.0 to 1.0
	 */
	public double ratio() {
		return this.ratio.value();
	}

	@Override
	public SamplingResult shouldSample(Context parentContext, String traceId, String name, SpanKind spanKind,
			Attributes attributes, List<LinkData> parentLinks) {
		SpanContext parent = Span.fromContext(parentContext).getSpanContext();
		boolean sampled = (parent.isValid()) ? parent.isSampled() : this.ratio.samples(traceId);
		return (sampled) ? SamplingResult.recordAndSample() : SamplingResult.drop();
	}

	@Override
	public String getDescription() {
		return "HeadSampler{" + this.ratio.value() + "}";
	}

	@Override
	public String toString() {
		return getDescription();
	}

}
