package dev.telemetry.logs.log4j2;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.opentelemetry.api.logs.Severity;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.Marker;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.LoggerConfig;
import org.apache.logging.log4j.core.config.Property;
import org.apache.logging.log4j.core.time.Instant;
import org.apache.logging.log4j.message.MapMessage;
import org.apache.logging.log4j.message.Message;
import org.apache.logging.log4j.util.ReadOnlyStringMap;
import org.jspecify.annotations.Nullable;

import dev.telemetry.logs.CapturedLog;
import dev.telemetry.logs.LogCapture;
import dev.telemetry.logs.LogValues;
import dev.telemetry.names.LogAttributes;

/**
 * Appender on the configuration of one logger. It captures the events that no
 * configuration above will see. Thread safe.
 */
final class Log4j2Appender extends AbstractAppender {

	static final String NAME = "dev.telemetry.logs";

	private static final long NANOS = 1_000_000_000;

	private final LoggerConfig config;

	private final LogCapture capture;

	private volatile boolean replaced;

	Log4j2Appender(LoggerConfig config, LogCapture capture) {
		super(NAME, null, null, true, Property.EMPTY_ARRAY);
		this.config = config;
		this.capture = capture;
	}

	/**
	 * Stops capturing for good, even if the application adds this appender elsewhere.
	 */
	void replaced() {
		this.replaced = true;
	}

	@Override
	public void append(LogEvent event) {
		if (!this.replaced && isLast(this.config)) {
			Level level = event.getLevel();
			String logger = event.getLoggerName();
			this.capture.capture((logger != null) ? logger : "", severity(level), level.name(), event,
					Log4j2Appender::read);
		}
	}

	/**
	 * Returns whether no configuration above sees the events of a logger.
	 */
	static boolean isLast(LoggerConfig config) {
		return config.getParent() == null || !config.isAdditive();
	}

	// Custom levels of an application are between those of Log4j2.
	private static Severity severity(Level level) {
		int number = level.intLevel();
		if (number <= Level.FATAL.intLevel()) {
			return Severity.FATAL;
		}
		if (number <= Level.ERROR.intLevel()) {
			return Severity.ERROR;
		}
		if (number <= Level.WARN.intLevel()) {
			return Severity.WARN;
		}
		if (number <= Level.INFO.intLevel()) {
			return Severity.INFO;
		}
		return (number <= Level.DEBUG.intLevel()) ? Severity.DEBUG : Severity.TRACE;
	}

	// Log4j2 may reuse events and their messages, so no reference to them is kept.
	private static void read(LogEvent event, CapturedLog log) {
		Instant time = event.getInstant();
		Message message = event.getMessage();
		log.setMessage(time.getEpochSecond() * NANOS + time.getNanoOfSecond(), event.getThreadName(),
				message.getFormattedMessage());
		ReadOnlyStringMap data = event.getContextData();
		if (data != null && !data.isEmpty()) {
			log.setMdc(data.toMap());
		}
		log.setException(event.getThrown());
		if (message instanceof MapMessage<?, ?> map) {
			log.setPairs(pairs(map.getData()));
		}
		Marker marker = event.getMarker();
		if (marker != null) {
			log.setMarkers(LogAttributes.LOG4J_MARKER, marker.getName());
		}
	}

	private static @Nullable Object[] pairs(Map<String, ?> data) {
		List<@Nullable Object> keysAndValues = new ArrayList<>(2 * Math.min(data.size(), LogValues.MAX_PAIRS));
		for (Map.Entry<String, ?> entry : data.entrySet()) {
			if (keysAndValues.size() == 2 * LogValues.MAX_PAIRS) {
				break;
			}
			keysAndValues.add(entry.getKey());
			keysAndValues.add(LogValues.of(entry.getValue()));
		}
		return keysAndValues.toArray();
	}

}
