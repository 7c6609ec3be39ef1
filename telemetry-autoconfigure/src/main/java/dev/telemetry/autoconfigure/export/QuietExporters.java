package dev.telemetry.autoconfigure.export;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.util.ClassUtils;

/**
 * Switches off the loggers of OpenTelemetry's exporters, which log a stack trace for each
 * failed batch, while the pipelines report losses in one line. Loggers are left on if a
 * level is set for them, or if the application exports other telemetry by these
 * exporters. Their levels are restored at the end, after the last spans and log records.
 */
final class QuietExporters implements InitializingBean {

	/** Name of the bean. */
	static final String NAME = "telemetryQuietExporters";

	private static final String ROOT = "io.opentelemetry";

	// From OpenTelemetry 1.68 on, the third package replaces the first two.
	private static final List<String> LOGGERS = List.of("io.opentelemetry.exporter.internal.http",
			"io.opentelemetry.exporter.internal.grpc", "io.opentelemetry.exporter.otlp.internal",
			"io.opentelemetry.exporter.sender");

	static final List<String> OTHER_EXPORTERS = List.of("io.opentelemetry.sdk.logs.export.LogRecordExporter",
			"io.opentelemetry.sdk.metrics.export.MetricExporter");

	private final @Nullable LoggingSystem loggingSystem;

	private final ListableBeanFactory beanFactory;

	private final List<String> quiet = new ArrayList<>();

	QuietExporters(@Nullable LoggingSystem loggingSystem, ListableBeanFactory beanFactory) {
		this.loggingSystem = loggingSystem;
		this.beanFactory = beanFactory;
	}

	@Override
	public void afterPropertiesSet() {
		for (String type : OTHER_EXPORTERS) {
			if (isUsed(type)) {
				return;
			}
		}
		for (String logger : LOGGERS) {
			if (QuietLoggers.switchOff(logger, ROOT, this.loggingSystem)) {
				this.quiet.add(logger);
			}
		}
	}

	private boolean isUsed(String type) {
		ClassLoader classLoader = QuietExporters.class.getClassLoader();
		return ClassUtils.isPresent(type, classLoader) && this.beanFactory
			.getBeanNamesForType(ClassUtils.resolveClassName(type, classLoader), true, false).length > 0;
	}

	/**
	 * Restores the loggers. Called by {@link TracerProviderShutdown} last of all.
	 */
	void giveBack() {
		this.quiet.forEach((logger) -> QuietLoggers.release(logger, this.loggingSystem));
		this.quiet.clear();
	}

}
