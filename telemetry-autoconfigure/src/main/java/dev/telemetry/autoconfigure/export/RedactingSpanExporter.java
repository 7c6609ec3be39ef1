package dev.telemetry.autoconfigure.export;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.UnaryOperator;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;

/**
 * Stands behind the filters of an application: what they add is looked through as well.
 *
 * @param exporter gets the spans
 * @param redaction replaces what must not leave the process
 */
record RedactingSpanExporter(SpanExporter exporter, UnaryOperator<SpanData> redaction) implements SpanExporter {

	@Override
	public CompletableResultCode export(Collection<SpanData> spans) {
		List<SpanData> redacted = new ArrayList<>(spans.size());
		spans.forEach((span) -> redacted.add(this.redaction.apply(span)));
		return this.exporter.export(redacted);
	}

	@Override
	public CompletableResultCode flush() {
		return this.exporter.flush();
	}

	@Override
	public CompletableResultCode shutdown() {
		return this.exporter.shutdown();
	}

}
