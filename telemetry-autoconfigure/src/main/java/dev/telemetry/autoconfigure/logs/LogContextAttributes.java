package dev.telemetry.autoconfigure.logs;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;

import dev.telemetry.context.LogContext;

/**
 * Adds the values of the log context as attributes to spans that start.
 */
final class LogContextAttributes implements SpanProcessor {

	@Override
	public void onStart(Context parentContext, ReadWriteSpan span) {
		LogContext.current().forEach((key, value) -> set(span, key, value));
	}

	private static void set(ReadWriteSpan span, String key, Object value) {
		if (value instanceof String text) {
			span.setAttribute(key, text);
		}
		else if (value instanceof Long number) {
			span.setAttribute(key, number);
		}
		else if (value instanceof Double number) {
			span.setAttribute(key, number);
		}
		else if (value instanceof Boolean truth) {
			span.setAttribute(AttributeKey.booleanKey(key), truth);
		}
	}

	@Override
	public boolean isStartRequired() {
		return true;
	}

	@Override
	public void onEnd(ReadableSpan span) {
	}

	@Override
	public boolean isEndRequired() {
		return false;
	}

}
