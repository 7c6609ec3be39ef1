package dev.telemetry.export;

import io.opentelemetry.sdk.logs.data.LogRecordData;

/**
 * Estimates the size of a log record on the wire, rather too large than too small.
 */
final class LogSize {

	// For ids, times, severity, the scope, and the lengths and tags of fields.
	private static final int LOG = 160;

	private LogSize() {
	}

	/**
	 * Measures a log record.
	 * @return bytes, or {@link Long#MAX_VALUE} for a record that must not be sent because
	 * a value of it is nested too deeply
	 */
	static long bytes(LogRecordData log) {
		ValueSize size = new ValueSize();
		size.add(LOG);
		size.text(log.getInstrumentationScopeInfo().getName());
		size.text(log.getSeverityText());
		size.text(log.getEventName());
		size.value(log.getBodyValue());
		log.getAttributes().forEach(size);
		return size.bytes();
	}

}
