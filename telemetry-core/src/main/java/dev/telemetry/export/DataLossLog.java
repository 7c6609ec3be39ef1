package dev.telemetry.export;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import io.opentelemetry.api.logs.LogRecordBuilder;
import io.opentelemetry.api.logs.Severity;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.logs.SdkLoggerProvider;
import io.opentelemetry.sdk.logs.data.LogRecordData;
import io.opentelemetry.sdk.resources.Resource;
import org.jspecify.annotations.Nullable;

import dev.telemetry.names.DataLossAttributes;
import dev.telemetry.names.Instrumentation;
import dev.telemetry.names.SpanNames;

/**
 * Creates the log record that tells a backend what it missed: an event with the name and
 * the attributes of {@link DataLossSpan}.
 */
final class DataLossLog {

	private DataLossLog() {
	}

	static LogRecordData of(LossGap.Losses losses, String exporter, Resource resource) {
		AtomicReference<@Nullable LogRecordData> made = new AtomicReference<>();
		try (SdkLoggerProvider provider = SdkLoggerProvider.builder()
			.setResource(resource)
			.addLogRecordProcessor((context, log) -> made.set(log.toLogRecordData()))
			.build()) {
			LogRecordBuilder log = provider.get(Instrumentation.SCOPE)
				.logRecordBuilder()
				.setContext(Context.root())
				.setEventName(SpanNames.DATA_LOSS)
				.setTimestamp(losses.toMillis(), TimeUnit.MILLISECONDS)
				.setSeverity(Severity.ERROR)
				.setSeverityText(Severity.ERROR.name())
				.setBody("Log records are missing: " + losses.total())
				.setAttribute(DataLossAttributes.EXPORTER, exporter)
				.setAttribute(DataLossAttributes.LOGS, losses.total());
			losses.records()
				.forEach((reason, number) -> log.setAttribute(DataLossAttributes.reason(reason.text()), number));
			log.emit();
		}
		LogRecordData data = made.get();
		if (data == null) {
			throw new IllegalStateException("No record was made");
		}
		return data;
	}

}
