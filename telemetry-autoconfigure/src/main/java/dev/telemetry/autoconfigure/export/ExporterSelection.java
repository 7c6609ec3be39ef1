package dev.telemetry.autoconfigure.export;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.opentelemetry.sdk.trace.export.SpanExporter;
import org.jspecify.annotations.Nullable;

import dev.telemetry.autoconfigure.export.TelemetryOtelProperties.ExporterType;
import dev.telemetry.autoconfigure.property.PropertyNames;
import dev.telemetry.autoconfigure.property.PropertyOrigins;
import dev.telemetry.export.otlp.LazySpanExporter;
import dev.telemetry.export.otlp.OtlpResponses;

/**
 * Selects the exporters of spans: those that the application declares, and those of the
 * properties.
 */
final class ExporterSelection {

	private static final String NO_ENDPOINT = "Spans go to the console: " + PropertyNames.EXPORTER
			+ " is otlp, but there is no endpoint. Set " + PropertyNames.ENDPOINT
			+ " (such as http://localhost:4317), or " + PropertyNames.EXPORTER + " to console or none.";

	private static final String NO_JAR = "Spans go to the console: " + PropertyNames.EXPORTER + " is otlp, "
			+ "but io.opentelemetry:opentelemetry-exporter-otlp is not on the class path.";

	private final SpanExporterFactory factory;

	private final SpringBootExporters springBootExporters;

	private final PropertyOrigins origins;

	private final List<NamedExporter> selected = new ArrayList<>();

	private @Nullable String problem;

	ExporterSelection(SpanExporterFactory factory, SpringBootExporters springBootExporters, PropertyOrigins origins) {
		this.factory = factory;
		this.springBootExporters = springBootExporters;
		this.origins = origins;
	}

	/**
	 * Selects the exporters.
	 * @param beans all exporter beans by name, including Spring Boot's
	 * @return the exporters
	 */
	SelectedExporters select(Map<String, SpanExporter> beans) {
		List<ExporterType> types = this.factory.types();
		Map<SpanExporter, NamedExporter> springBoots = this.springBootExporters.find();
		for (Map.Entry<String, SpanExporter> bean : beans.entrySet()) {
			if (!springBoots.containsKey(bean.getValue())) {
				this.selected.add(NamedExporter.of(bean.getKey(), bean.getValue(), bean.getKey(), "bean"));
			}
		}
		if (types.contains(ExporterType.OTLP)) {
			addOtlp(springBoots);
		}
		if (types.contains(ExporterType.CONSOLE)) {
			addConsole(this.origins.setBy(PropertyNames.EXPORTER));
		}
		else if (this.problem != null) {
			addConsole("fallback");
		}
		addLocal(types);
		return new SelectedExporters(List.copyOf(this.selected), this.problem);
	}

	private void addOtlp(Map<SpanExporter, NamedExporter> springBoots) {
		boolean hasEndpoint = this.factory.hasEndpoint();
		// A container that Spring Boot has started for the exporter is meant to be used.
		boolean forService = this.springBootExporters.isForService();
		if (!springBoots.isEmpty() && (forService || (this.factory.isNetworkOn() && !hasEndpoint))) {
			this.selected.addAll(springBoots.values());
		}
		else if (!this.factory.isNetworkOn()) {
			return;
		}
		else if (hasEndpoint && !this.factory.isOtlpPresent()) {
			this.problem = NO_JAR;
		}
		else if (hasEndpoint) {
			addOtlp(new OtlpResponses());
		}
		else if (!isExportedByBean()) {
			this.problem = NO_ENDPOINT;
		}
	}

	// An exporter bean is enough, unless the properties ask for another exporter.
	private boolean isExportedByBean() {
		return !this.selected.isEmpty() && (!this.origins.isSet(PropertyNames.EXPORTER)
				|| this.selected.stream().anyMatch((selected) -> isOtlp(selected.exporter())));
	}

	// Checked by name, because the jar may be missing.
	private static boolean isOtlp(SpanExporter exporter) {
		return exporter.getClass().getName().startsWith("io.opentelemetry.exporter.otlp.");
	}

	private void addOtlp(OtlpResponses responses) {
		LazySpanExporter otlp = this.factory.otlp(responses);
		this.selected.add(
				NamedExporter.otlp(otlp, "otlp " + otlp.name(), this.origins.setBy(PropertyNames.ENDPOINT), responses));
	}

	private void addLocal(List<ExporterType> types) {
		String setBy = this.origins.setBy(PropertyNames.EXPORTER);
		if (types.contains(ExporterType.FILE)) {
			this.selected.add(NamedExporter.of("file", this.factory.file(), "file " + this.factory.filePath(), setBy));
		}
		if (types.contains(ExporterType.STDERR)) {
			OtlpResponses responses = new OtlpResponses();
			this.selected
				.add(new NamedExporter("stderr", this.factory.stderr(responses), "stderr", setBy, responses, false));
		}
	}

	private void addConsole(String setBy) {
		this.selected.add(NamedExporter.of("console", this.factory.console(), "console", setBy));
	}

}
