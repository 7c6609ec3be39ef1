package dev.telemetry.autoconfigure.web.lives;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import org.slf4j.LoggerFactory;

/**
 * Keeps all that is logged, with the logging context of the moment.
 */
final class RequestLog extends AppenderBase<ILoggingEvent> implements AutoCloseable {

	private final List<ILoggingEvent> events = new CopyOnWriteArrayList<>();

	/**
	 * Listens from now on. To be called when an application has started: that begins with
	 * loggers of its own.
	 */
	static RequestLog open() {
		RequestLog log = new RequestLog();
		log.start();
		root().addAppender(log);
		return log;
	}

	@Override
	protected void append(ILoggingEvent event) {
		event.getMDCPropertyMap();
		this.events.add(event);
	}

	List<ILoggingEvent> within(String traceId) {
		return this.events.stream()
			.filter((event) -> traceId.equals(event.getMDCPropertyMap().get("trace_id")))
			.toList();
	}

	@Override
	public void close() {
		root().detachAppender(this);
	}

	private static Logger root() {
		return (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
	}

}
