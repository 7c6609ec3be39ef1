package dev.telemetry.test;

import java.util.List;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.trace.data.EventData;

/**
 * Finds recorded exceptions by the attributes that the semantic conventions give them, so
 * that it works for whatever recorded them.
 */
final class ExceptionEvents {

	private static final AttributeKey<String> TYPE = AttributeKey.stringKey("exception.type");

	private static final AttributeKey<String> MESSAGE = AttributeKey.stringKey("exception.message");

	private ExceptionEvents() {
	}

	static boolean contain(List<EventData> events, Class<?> type) {
		return events.stream().anyMatch((event) -> isException(event, type));
	}

	static boolean contain(List<EventData> events, Class<?> type, String message) {
		return events.stream()
			.anyMatch((event) -> isException(event, type) && message.equals(event.getAttributes().get(MESSAGE)));
	}

	private static boolean isException(EventData event, Class<?> type) {
		String recorded = event.getAttributes().get(TYPE);
		// The SDK writes the canonical name, other instrumentation the binary one.
		return event.getName().equals("exception") && recorded != null
				&& (recorded.equals(type.getName()) || recorded.equals(type.getCanonicalName()));
	}

}
