package dev.telemetry.autoconfigure.logs;

import java.util.Map;

import dev.telemetry.context.LogContext;
import dev.telemetry.record.LogContextScope;
import dev.telemetry.record.LogContexts;

/**
 * Adds values to the log records of the current thread. Thread safe.
 */
final class ThreadLogContexts implements LogContexts {

	@Override
	public LogContextScope open(Map<String, ?> values) {
		return LogContext.with(values)::close;
	}

	@Override
	public LogContextScope mark() {
		Map<String, Object> before = LogContext.current();
		return () -> LogContext.set(before);
	}

}
