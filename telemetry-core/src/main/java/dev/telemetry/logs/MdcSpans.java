package dev.telemetry.logs;

import java.util.Map;

import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanId;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceId;
import io.opentelemetry.api.trace.TraceState;

import dev.telemetry.names.LogFields;

/**
 * Reads the span from the logging context, for a record that is captured on another
 * thread than that of the span.
 */
final class MdcSpans {

	private static final String[][] KEYS = { { LogFields.TRACE_ID, LogFields.SPAN_ID },
			{ LogFields.BOOT_TRACE_ID, LogFields.BOOT_SPAN_ID }, { LogFields.ECS_TRACE_ID, LogFields.ECS_SPAN_ID } };

	private MdcSpans() {
	}

	static SpanContext find(Map<String, String> mdc) {
		if (!mdc.isEmpty()) {
			for (String[] keys : KEYS) {
				String traceId = mdc.get(keys[0]);
				String spanId = mdc.get(keys[1]);
				if (traceId != null && spanId != null && TraceId.isValid(traceId) && SpanId.isValid(spanId)) {
					return SpanContext.create(traceId, spanId, TraceFlags.getDefault(), TraceState.getDefault());
				}
			}
		}
		return SpanContext.getInvalid();
	}

	/**
	 * Returns whether a key of the logging context is that of an id that is a field of
	 * the record.
	 */
	static boolean isId(String key) {
		for (String[] keys : KEYS) {
			if (keys[0].equals(key) || keys[1].equals(key)) {
				return true;
			}
		}
		return false;
	}

}
