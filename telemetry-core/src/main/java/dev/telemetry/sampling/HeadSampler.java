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

import dev.telemetry.root.LocalRoot;

/**
 * Decides at the start of a span: a parent's sampled flag is obeyed, without a parent the
 * ratio decides. What a caller sampled is dropped all the same in an excluded root.
 * Thread safe, allocates nothing.
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
		boolean sampled = (parent.isValid()) ? obeys(parent, parentContext) : this.ratio.samples(traceId);
		return (sampled) ? SamplingResult.recordAndSample() : SamplingResult.drop();
	}

	// Only a remote parent can be sampled in an excluded root: whatever is local there is
	// not. Who names that parent explicitly may have left the mark of the root behind.
	private static boolean obeys(SpanContext parent, Context parentContext) {
		return parent.isSampled() && !(parent.isRemote()
				&& (LocalRoot.isExcluded(parentContext) || LocalRoot.isExcluded(Context.current())));
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
