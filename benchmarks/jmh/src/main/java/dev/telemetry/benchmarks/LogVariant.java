package dev.telemetry.benchmarks;

import java.util.List;
import java.util.Map;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import io.opentelemetry.api.logs.Severity;
import io.opentelemetry.context.Context;
import io.opentelemetry.instrumentation.logback.appender.v1_0.OpenTelemetryAppender;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.logs.SdkLoggerProvider;
import io.opentelemetry.sdk.logs.export.BatchLogRecordProcessor;
import io.opentelemetry.sdk.resources.Resource;

import dev.telemetry.export.LogPipelines;
import dev.telemetry.export.LogTarget;
import dev.telemetry.export.PipelineSettings;
import dev.telemetry.logs.CapturedLog;
import dev.telemetry.logs.LogAttachment;
import dev.telemetry.logs.LogCapture;
import dev.telemetry.logs.LogCaptureSettings;
import dev.telemetry.logs.LogConversion;
import dev.telemetry.logs.MdcKeys;
import dev.telemetry.logs.logback.LogbackPlacement;

/**
 * A way to export what an application logs by Logback.
 */
public enum LogVariant {

	/** None: an event is made, and its message is formatted for the console. */
	CONSOLE {

		@Override
		AutoCloseable attach(LoggerContext loggers) {
			return () -> {
			};
		}

	},

	/** This starter. */
	TELEMETRY {

		@Override
		AutoCloseable attach(LoggerContext loggers) {
			LogCapture capture = new LogCapture(
					new LogCaptureSettings(Map.of("root", Severity.INFO.getSeverityNumber()), 1_000, 65_536),
					(during, failure) -> {
						throw new IllegalStateException(during, failure);
					});
			LogConversion conversion = new LogConversion(capture, Resource.empty(), MdcKeys.ALL, List.of(),
					(log) -> log);
			LogPipelines<CapturedLog> pipelines = new LogPipelines<>(
					List.of(LogTarget.of("silent", new SilentLogExporter())), PipelineSettings.DEFAULTS, Context.root(),
					CapturedLog::footprint, conversion::convert);
			capture.open((log) -> pipelines.accept(log, true));
			LogAttachment attachment = new LogAttachment(new LogbackPlacement(loggers, capture), capture, false);
			attachment.attach();
			return attachment;
		}

	},

	/**
	 * OpenTelemetry's appender with its batch processor, and with the logging context.
	 */
	OPENTELEMETRY {

		@Override
		AutoCloseable attach(LoggerContext loggers) {
			OpenTelemetryAppender appender = new OpenTelemetryAppender();
			appender.setContext(loggers);
			appender.setCaptureMdcAttributes("*");
			appender.setCaptureKeyValuePairAttributes(true);
			appender.setOpenTelemetry(OpenTelemetrySdk.builder()
				.setLoggerProvider(SdkLoggerProvider.builder()
					.addLogRecordProcessor(BatchLogRecordProcessor.builder(new SilentLogExporter()).build())
					.build())
				.build());
			appender.start();
			loggers.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(appender);
			return appender::stop;
		}

	};

	/**
	 * Lets everything that is logged be exported to an exporter that does not answer.
	 * @param loggers the loggers
	 * @return ends it
	 */
	abstract AutoCloseable attach(LoggerContext loggers);

}
