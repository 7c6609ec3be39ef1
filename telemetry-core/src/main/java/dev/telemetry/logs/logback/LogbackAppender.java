package dev.telemetry.logs.logback;

import java.time.Instant;
import java.util.List;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.logs.Severity;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;
import org.slf4j.event.KeyValuePair;

import dev.telemetry.logs.CapturedLog;
import dev.telemetry.logs.LogCapture;
import dev.telemetry.logs.LogValues;
import dev.telemetry.names.LogAttributes;

/**
 * Appender on one logger. It captures the events that no logger above will see. Filters,
 * levels and thresholds of other appenders do not affect it. Thread safe.
 */
final class LogbackAppender extends UnsynchronizedAppenderBase<ILoggingEvent> {

	static final String NAME = "dev.telemetry.logs";

	private static final long NANOS = 1_000_000_000;

	private final Logger logger;

	private final boolean root;

	private final LogCapture capture;

	private final Runnable takenOff;

	private volatile boolean replaced;

	LogbackAppender(Logger logger, LogCapture capture, Runnable takenOff) {
		this.logger = logger;
		this.root = Logger.ROOT_LOGGER_NAME.equals(logger.getName());
		this.capture = capture;
		this.takenOff = takenOff;
		setName(NAME);
		setContext(logger.getLoggerContext());
	}

	boolean isOnRoot() {
		return this.root;
	}

	/**
	 * Stops capturing for good, even if the application adds this appender elsewhere.
	 */
	void replaced() {
		this.replaced = true;
	}

	// Bypasses the guard of the base class, which does nothing by default, and its
	// filters, which are never configured.
	@Override
	public void doAppend(ILoggingEvent event) {
		if (!this.replaced && (this.root || !this.logger.isAdditive())) {
			append(event);
		}
	}

	@Override
	protected void append(ILoggingEvent event) {
		Level level = event.getLevel();
		this.capture.capture(event.getLoggerName(), severity(level), level.levelStr, event, LogbackAppender::read);
	}

	private static Severity severity(Level level) {
		return switch (level.levelInt) {
			case Level.ERROR_INT -> Severity.ERROR;
			case Level.WARN_INT -> Severity.WARN;
			case Level.INFO_INT -> Severity.INFO;
			case Level.DEBUG_INT -> Severity.DEBUG;
			default -> Severity.TRACE;
		};
	}

	private static void read(ILoggingEvent event, CapturedLog log) {
		Instant time = event.getInstant();
		log.setMessage(time.getEpochSecond() * NANOS + time.getNano(), event.getThreadName(),
				event.getFormattedMessage());
		log.setMdc(event.getMDCPropertyMap());
		IThrowableProxy thrown = event.getThrowableProxy();
		if (thrown instanceof ThrowableProxy proxy) {
			log.setException(proxy.getThrowable());
		}
		else if (thrown != null) {
			log.setAttributes(received(thrown));
		}
		log.setPairs(pairs(event.getKeyValuePairs()));
		List<Marker> markers = event.getMarkerList();
		if (markers != null && !markers.isEmpty()) {
			log.setMarkers(LogAttributes.LOGBACK_MARKER, names(markers));
		}
	}

	// Of an exception in another process, a receiver of Logback gets a description.
	private static Attributes received(IThrowableProxy thrown) {
		String message = thrown.getMessage();
		return Attributes.builder()
			.put(LogAttributes.EXCEPTION_TYPE, thrown.getClassName())
			.put(LogAttributes.EXCEPTION_MESSAGE, (message != null) ? LogValues.cut(message) : null)
			.put(LogAttributes.EXCEPTION_STACK_TRACE, LogValues.cut(ThrowableProxyUtil.asString(thrown)))
			.build();
	}

	private static @Nullable Object @Nullable [] pairs(@Nullable List<KeyValuePair> pairs) {
		if (pairs == null || pairs.isEmpty()) {
			return null;
		}
		int number = Math.min(pairs.size(), LogValues.MAX_PAIRS);
		Object[] keysAndValues = new Object[2 * number];
		for (int i = 0; i < number; i++) {
			KeyValuePair pair = pairs.get(i);
			keysAndValues[2 * i] = pair.key;
			keysAndValues[2 * i + 1] = LogValues.of(pair.value);
		}
		return keysAndValues;
	}

	private static String[] names(List<Marker> markers) {
		String[] names = new String[markers.size()];
		for (int i = 0; i < names.length; i++) {
			names[i] = markers.get(i).getName();
		}
		return names;
	}

	/**
	 * Stops the appender. Logback calls this method whenever it removes an appender, in
	 * whatever way.
	 */
	@Override
	public void stop() {
		super.stop();
		this.takenOff.run();
	}

}
