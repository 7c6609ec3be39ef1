package dev.telemetry.autoconfigure.viewer;

import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import dev.telemetry.names.LogAttributes;
import dev.telemetry.view.ViewedLog;

/**
 * Converts log lines to JSON.
 */
final class LogJson {

	private LogJson() {
	}

	static Map<String, Object> of(ViewedLog log) {
		Map<String, Object> attributes = AttributeJson.of(log.attributes());
		attributes.remove(LogAttributes.THREAD_NAME.getKey());
		Map<String, Object> json = new LinkedHashMap<>();
		json.put("atMicros", JsonFields.micros(log.epochNanos()));
		json.put("level", log.level());
		json.put("severity", log.severity());
		json.put("logger", log.logger());
		json.put("thread", log.thread());
		json.put("message", log.message());
		JsonFields.put(json, "spanId", (log.spanId().isEmpty()) ? null : log.spanId());
		json.put("service", log.service());
		JsonFields.put(json, "exception", exception(attributes));
		json.put("attributes", attributes);
		return json;
	}

	private static @Nullable Map<String, Object> exception(Map<String, Object> attributes) {
		Map<String, Object> exception = new LinkedHashMap<>();
		JsonFields.put(exception, "type", attributes.remove(LogAttributes.EXCEPTION_TYPE.getKey()));
		JsonFields.put(exception, "message", attributes.remove(LogAttributes.EXCEPTION_MESSAGE.getKey()));
		JsonFields.put(exception, "stackTrace", attributes.remove(LogAttributes.EXCEPTION_STACK_TRACE.getKey()));
		return (exception.isEmpty()) ? null : exception;
	}

}
