package dev.telemetry.autoconfigure.export;

import java.util.ArrayList;
import java.util.List;

import io.opentelemetry.sdk.logs.export.LogRecordExporter;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.opentelemetry.autoconfigure.logging.otlp.OtlpLoggingConnectionDetails;
import org.springframework.util.StringUtils;

import dev.telemetry.autoconfigure.BeanDeclarations;
import dev.telemetry.autoconfigure.TelemetryLogsProperties;
import dev.telemetry.autoconfigure.export.TelemetryOtelProperties.ExporterType;
import dev.telemetry.autoconfigure.property.PropertyNames;
import dev.telemetry.export.LogTarget;
import dev.telemetry.export.disk.FileSettings;
import dev.telemetry.export.local.FileLogExporter;
import dev.telemetry.export.otlp.LazyLogExporter;
import dev.telemetry.export.otlp.OtlpLogExporters;
import dev.telemetry.export.otlp.OtlpResponses;
import dev.telemetry.export.otlp.OtlpSettings;

/**
 * The targets of log records: the exporters that the application declares, the backend
 * and the file of the properties, and Spring Boot's exporter if only that has an address.
 *
 * @param targets the exporters
 * @param problem a problem with the targets, or {@code null}
 */
record LogTargets(List<LogTarget> targets, @Nullable String problem) {

	private static final String ENDPOINT = PropertyNames.LOGS + ".endpoint";

	private static final String FILE = PropertyNames.LOGS + ".file.path";

	private static final List<String> SPRING_BOOTS = List.of("otlpHttpLogRecordExporter", "otlpGrpcLogRecordExporter");

	private static final String NOWHERE = "Log records are not exported: there is no endpoint, and no file. Set "
			+ PropertyNames.ENDPOINT + " or " + ENDPOINT + " (such as http://localhost:4317), add file to "
			+ PropertyNames.EXPORTER + ", or set " + PropertyNames.LOGS_ENABLED + " to false.";

	static LogTargets select(TelemetryLogsProperties properties, SpanExporterFactory factory, LogResponses responses,
			ConfigurableListableBeanFactory beans) {
		List<LogTarget> targets = new ArrayList<>();
		LogRecordExporter springBoots = addBeans(beans, targets);
		List<ExporterType> types = factory.types();
		OtlpSettings settings = factory.logSettings(ENDPOINT, properties.getEndpoint());
		// An endpoint for log records only is used, whatever the exporters of spans are.
		boolean otlp = types.contains(ExporterType.OTLP)
				|| (StringUtils.hasText(properties.getEndpoint()) && !types.contains(ExporterType.NONE));
		if (otlp && factory.isNetworkOn()) {
			boolean own = settings != null && factory.isOtlpPresent();
			if (springBoots != null && (!own || isForService(beans))) {
				targets.add(new LogTarget("otlp", "otlp of Spring Boot", springBoots, responses.responses()));
			}
			else if (settings != null && own) {
				targets.add(otlp(settings, factory));
			}
		}
		FileSettings file = factory.logFile(FILE, properties.getFile().getPath());
		if (types.contains(ExporterType.FILE)) {
			targets.add(new LogTarget("file", "file " + file.path(), new FileLogExporter(file), new OtlpResponses()));
		}
		UniqueNames names = new UniqueNames();
		targets.replaceAll((target) -> target.named(names.of(target.name())));
		boolean missing = targets.isEmpty() && factory.isNetworkOn() && !types.contains(ExporterType.NONE);
		return new LogTargets(targets, (missing) ? NOWHERE : null);
	}

	// Returns Spring Boot's own exporter without adding it.
	private static @Nullable LogRecordExporter addBeans(ConfigurableListableBeanFactory beans,
			List<LogTarget> targets) {
		LogRecordExporter springBoots = null;
		for (String name : beans.getBeanNamesForType(LogRecordExporter.class, true, false)) {
			if (!BeanDeclarations.isCandidate(beans, name)) {
				continue;
			}
			LogRecordExporter exporter = beans.getBean(name, LogRecordExporter.class);
			if (SPRING_BOOTS.contains(name) && BeanDeclarations.isSpringBoots(beans, name)) {
				springBoots = exporter;
			}
			else {
				targets.add(LogTarget.of(name, exporter));
			}
		}
		return springBoots;
	}

	// A container that Spring Boot has started for the exporter is meant to be used, as
	// with spans.
	private static boolean isForService(ConfigurableListableBeanFactory beans) {
		for (Object details : beans.getBeansOfType(OtlpLoggingConnectionDetails.class).values()) {
			if (!details.getClass().getSimpleName().equals("PropertiesOtlpLoggingConnectionDetails")) {
				return true;
			}
		}
		return false;
	}

	private static LogTarget otlp(OtlpSettings settings, SpanExporterFactory factory) {
		OtlpResponses responses = new OtlpResponses();
		LazyLogExporter exporter = new LazyLogExporter(settings.endpoint().toString(),
				() -> OtlpLogExporters.create(settings, responses));
		factory.onSslUpdate(exporter::renew);
		return new LogTarget("otlp", "otlp " + exporter.name(), exporter, responses);
	}

}
