package dev.telemetry.export;

import java.util.concurrent.atomic.AtomicReference;

import io.opentelemetry.api.logs.Severity;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.logs.SdkLoggerProvider;
import io.opentelemetry.sdk.logs.data.LogRecordData;
import io.opentelemetry.sdk.resources.Resource;
import org.jspecify.annotations.Nullable;

/**
 * Log records as the SDK makes them.
 */
final class TestLogs {

	private TestLogs() {
	}

	static LogRecordData log(String body, Resource resource) {
		AtomicReference<@Nullable LogRecordData> made = new AtomicReference<>();
		try (SdkLoggerProvider provider = SdkLoggerProvider.builder()
			.setResource(resource)
			.addLogRecordProcessor((context, log) -> made.set(log.toLogRecordData()))
			.build()) {
			provider.get("shop")
				.logRecordBuilder()
				.setContext(Context.root())
				.setSeverity(Severity.INFO)
				.setBody(body)
				.emit();
		}
		return made.get();
	}

}
