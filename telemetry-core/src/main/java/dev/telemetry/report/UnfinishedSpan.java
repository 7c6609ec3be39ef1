package dev.telemetry.report;

import io.opentelemetry.sdk.trace.data.SpanData;

/**
 * A span that had not ended when its job did.
 *
 * @param data the data of the span at that time
 * @param thread name of the thread that started the span
 */
record UnfinishedSpan(SpanData data, String thread) {

	static UnfinishedSpan of(OpenSpan open) {
		return new UnfinishedSpan(open.span().toSpanData(), open.thread());
	}

}
