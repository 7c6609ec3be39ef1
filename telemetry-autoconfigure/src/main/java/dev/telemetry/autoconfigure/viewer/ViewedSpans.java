package dev.telemetry.autoconfigure.viewer;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.UnaryOperator;

import io.micrometer.tracing.exporter.SpanExportingPredicate;
import io.micrometer.tracing.exporter.SpanFilter;
import io.micrometer.tracing.otel.bridge.CompositeSpanExporter;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;

/**
 * Prepares spans for the viewer like for exporters: applies the predicates and filters of
 * the application, and replaces secrets.
 *
 * @param predicates leave spans out
 * @param filters change spans
 * @param redaction replaces secrets
 */
record ViewedSpans(List<SpanExportingPredicate> predicates, List<SpanFilter> filters,
		UnaryOperator<SpanData> redaction) implements UnaryOperator<List<SpanData>> {

	@Override
	public List<SpanData> apply(List<SpanData> spans) {
		List<SpanData> redacted = redacted(spans);
		if (this.predicates.isEmpty() && this.filters.isEmpty()) {
			return redacted;
		}
		Collecting collecting = new Collecting(new ArrayList<>(spans.size()));
		new CompositeSpanExporter(List.of(collecting), this.predicates, List.of(), this.filters).export(redacted);
		// Filters may have added secrets.
		return redacted(collecting.spans());
	}

	private List<SpanData> redacted(List<SpanData> spans) {
		List<SpanData> redacted = new ArrayList<>(spans.size());
		spans.forEach((span) -> redacted.add(this.redaction.apply(span)));
		return redacted;
	}

	private record Collecting(List<SpanData> spans) implements SpanExporter {

		@Override
		public CompletableResultCode export(Collection<SpanData> exported) {
			this.spans.addAll(exported);
			return CompletableResultCode.ofSuccess();
		}

		@Override
		public CompletableResultCode flush() {
			return CompletableResultCode.ofSuccess();
		}

		@Override
		public CompletableResultCode shutdown() {
			return CompletableResultCode.ofSuccess();
		}

	}

}
