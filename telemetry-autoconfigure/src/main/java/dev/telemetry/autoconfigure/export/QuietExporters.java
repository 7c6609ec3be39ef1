package dev.telemetry.autoconfigure.export;

import java.util.List;

import org.springframework.beans.factory.InitializingBean;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggerConfiguration;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.util.ClassUtils;

/**
 * Switches the loggers of OpenTelemetry's exporters off: each failed batch has a stack
 * trace there, and the pipelines say in one line what is lost. Not where the application
 * has set their level, nor where it exports something else by them.
 */
final class QuietExporters implements InitializingBean {

	private static final String ROOT = "io.opentelemetry";

	private static final List<String> LOGGERS = List.of("io.opentelemetry.exporter.internal.http",
			"io.opentelemetry.exporter.internal.grpc", "io.opentelemetry.exporter.sender");

	private static final List<String> OTHER_EXPORTERS = List.of("io.opentelemetry.sdk.logs.export.LogRecordExporter",
			"io.opentelemetry.sdk.metrics.export.MetricExporter");

	private final LoggingSystem loggingSystem;

	private final ListableBeanFactory beanFactory;

	QuietExporters(LoggingSystem loggingSystem, ListableBeanFactory beanFactory) {
		this.loggingSystem = loggingSystem;
		this.beanFactory = beanFactory;
	}

	@Override
	public void afterPropertiesSet() {
		if (OTHER_EXPORTERS.stream().noneMatch(this::isUsed)) {
			LOGGERS.stream().filter((logger) -> !isConfigured(logger)).forEach(this::switchOff);
		}
	}

	private boolean isUsed(String type) {
		ClassLoader classLoader = QuietExporters.class.getClassLoader();
		return ClassUtils.isPresent(type, classLoader) && this.beanFactory
			.getBeanNamesForType(ClassUtils.resolveClassName(type, classLoader), true, false).length > 0;
	}

	private boolean isConfigured(String logger) {
		return logger.startsWith(ROOT) && (hasLevel(logger)
				|| (logger.length() > ROOT.length() && isConfigured(logger.substring(0, logger.lastIndexOf('.')))));
	}

	private boolean hasLevel(String logger) {
		LoggerConfiguration configuration = this.loggingSystem.getLoggerConfiguration(logger);
		return configuration != null && configuration.getConfiguredLevel() != null;
	}

	private void switchOff(String logger) {
		this.loggingSystem.setLogLevel(logger, LogLevel.OFF);
	}

}
