package dev.telemetry.autoconfigure.viewer;

import java.util.function.UnaryOperator;

import io.opentelemetry.sdk.logs.data.LogRecordData;
import io.opentelemetry.sdk.resources.Resource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import dev.telemetry.autoconfigure.ConditionalOnSwitchedOff;
import dev.telemetry.autoconfigure.ConditionalOnSwitchedOn;
import dev.telemetry.autoconfigure.property.PropertyNames;
import dev.telemetry.health.InternalFailures;
import dev.telemetry.logs.CapturedLog;
import dev.telemetry.logs.LogConversion;
import dev.telemetry.privacy.Redaction;
import dev.telemetry.view.TraceInbox;

/**
 * The source of log lines for the viewer: the capture for the export, or else a capture
 * of its own.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnBean(ViewerPage.class)
class ViewerLogsConfiguration {

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnSwitchedOn(PropertyNames.LOGS_ENABLED)
	static class ExportedLogsConfiguration {

		@Bean
		LogSource telemetryViewerLogSource(ObjectProvider<LogConversion> conversion) {
			return new LogSource(PropertyNames.LOGS, new TraceInbox.Lines<>(CapturedLog::span, CapturedLog::footprint,
					(log) -> conversion.getObject().convert(log)), (viewer) -> {
					});
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnSwitchedOff(PropertyNames.LOGS_ENABLED)
	static class OwnLogsConfiguration {

		@Bean
		ViewerLogs telemetryViewerLogs(ObjectProvider<Resource> resource, ObjectProvider<Redaction> redaction,
				InternalFailures failures) {
			Redaction redacting = redaction.getIfAvailable();
			UnaryOperator<LogRecordData> replacing = (redacting != null) ? redacting::apply : UnaryOperator.identity();
			return new ViewerLogs(resource.getIfAvailable(Resource::getDefault), replacing, failures);
		}

		@Bean
		LogSource telemetryViewerLogSource(ViewerLogs logs) {
			return new LogSource((logs.isAvailable()) ? "viewer" : "none",
					new TraceInbox.Lines<>(CapturedLog::span, CapturedLog::footprint, logs::convert), logs::attach);
		}

	}

}
