package dev.telemetry.report;

import io.opentelemetry.sdk.trace.data.SpanData;

/**
 * A span that had not ended when its job did.
 *
 * @param data what it was then
 * @param thread name of the thread that started it
 */
record UnfinishedSpan(SpanData data, String thread) {

	static UnfinishedSpan of(OpenSpan open) {
		return new UnfinishedSpan(open.span().toSpanData(), open.thread());
	}

}
