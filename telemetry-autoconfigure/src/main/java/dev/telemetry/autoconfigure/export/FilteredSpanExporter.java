package dev.telemetry.autoconfigure.export;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.UnaryOperator;

import io.micrometer.tracing.exporter.FinishedSpan;
import io.micrometer.tracing.exporter.SpanExportingPredicate;
import io.micrometer.tracing.exporter.SpanFilter;
import io.micrometer.tracing.otel.bridge.OtelFinishedSpan;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import org.jspecify.annotations.Nullable;

import dev.telemetry.export.otlp.OtlpResponses;
import dev.telemetry.health.InternalFailures;

/**
 * Calls the predicates and filters of an application like Micrometer's own exporter, but
 * loses no other spans if one of them throws. Data that filters add is redacted as well.
 *
 * @param exporter the exporter
 * @param predicates hold spans back
 * @param filters change spans
 * @param redaction removes what must not leave the process
 * @param responses receives the number of lost spans
 * @param failures receives exceptions
 */
record FilteredSpanExporter(SpanExporter exporter, List<SpanExportingPredicate> predicates, List<SpanFilter> filters,
		UnaryOperator<SpanData> redaction, OtlpResponses responses, InternalFailures failures) implements SpanExporter {

	@Override
	public CompletableResultCode export(Collection<SpanData> spans) {
		List<SpanData> passed = new ArrayList<>(spans.size());
		int lost = 0;
		for (SpanData span : spans) {
			try {
				SpanData filtered = filter(span);
				if (filtered != null) {
					passed.add(filtered);
				}
			}
			catch (Throwable ex) {
				lost++;
				this.failures.report("filtering a span that is exported", ex);
			}
		}
		this.responses.rejected(lost);
		return (passed.isEmpty()) ? CompletableResultCode.ofSuccess() : this.exporter.export(passed);
	}

	private @Nullable SpanData filter(SpanData span) {
		for (SpanExportingPredicate predicate : this.predicates) {
			if (!predicate.isExportable(OtelFinishedSpan.fromOtel(span))) {
				return null;
			}
		}
		FinishedSpan filtered = OtelFinishedSpan.fromOtel(span);
		for (SpanFilter filter : this.filters) {
			filtered = filter.map(filtered);
		}
		return this.redaction.apply(OtelFinishedSpan.toOtel(filtered));
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
