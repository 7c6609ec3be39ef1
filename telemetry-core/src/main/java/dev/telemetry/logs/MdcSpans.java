package dev.telemetry.logs;

import java.util.Map;

import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanId;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceId;
import io.opentelemetry.api.trace.TraceState;

import dev.telemetry.names.LogFields;

/**
 * Finds the span in the logging context, where a record is logged on another thread than
 * its own.
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
	 * Whether a key of the logging context has an id that is a field of the record.
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
