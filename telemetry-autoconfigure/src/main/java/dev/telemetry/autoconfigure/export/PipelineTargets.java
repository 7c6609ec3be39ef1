package dev.telemetry.autoconfigure.export;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.UnaryOperator;

import io.micrometer.tracing.exporter.SpanExportingPredicate;
import io.micrometer.tracing.exporter.SpanFilter;
import io.micrometer.tracing.exporter.SpanReporter;
import io.micrometer.tracing.otel.bridge.CompositeSpanExporter;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import org.jspecify.annotations.Nullable;

import dev.telemetry.export.ExportTarget;
import dev.telemetry.export.disk.SpoolSettings;
import dev.telemetry.export.otlp.OtlpResponses;
import dev.telemetry.health.InternalFailures;

/**
 * Creates the targets of the pipelines: the exporters, each behind the predicates and
 * filters of the application, and one more target for its reporters.
 */
final class PipelineTargets {

	private final List<SpanExportingPredicate> predicates;

	private final List<SpanFilter> filters;

	private final @Nullable SpoolSettings spool;

	private final UnaryOperator<SpanData> redaction;

	private final InternalFailures failures;

	private final List<ExportTarget> targets = new ArrayList<>();

	private final UniqueNames names = new UniqueNames();

	PipelineTargets(List<SpanExportingPredicate> predicates, List<SpanFilter> filters, @Nullable SpoolSettings spool,
			UnaryOperator<SpanData> redaction, InternalFailures failures) {
		this.redaction = redaction;
		this.failures = failures;
		this.predicates = predicates;
		this.filters = filters;
		this.spool = spool;
	}

	void addAll(Collection<NamedExporter> exporters) {
		for (NamedExporter exporter : exporters) {
			this.targets.add(new ExportTarget(this.names.of(exporter.name()), exporter.target(),
					filtered(exporter.exporter(), exporter.responses()), exporter.exporter(), exporter.responses(),
					(exporter.remote()) ? this.spool : null));
		}
	}

	void addReporters(List<SpanReporter> reporters) {
		if (!reporters.isEmpty()) {
			String name = this.names.of("reporters");
			OtlpResponses responses = new OtlpResponses();
			SpanExporter reported = withFilters(new CompositeSpanExporter(List.of(), List.of(), reporters, List.of()),
					responses);
			this.targets.add(new ExportTarget(name, name, reported, reported, responses));
		}
	}

	List<ExportTarget> targets() {
		return this.targets;
	}

	private SpanExporter filtered(SpanExporter exporter, OtlpResponses responses) {
		return (this.predicates.isEmpty() && this.filters.isEmpty()) ? exporter : withFilters(exporter, responses);
	}

	private SpanExporter withFilters(SpanExporter exporter, OtlpResponses responses) {
		return new FilteredSpanExporter(exporter, this.predicates, this.filters, this.redaction, responses,
				this.failures);
	}

}
