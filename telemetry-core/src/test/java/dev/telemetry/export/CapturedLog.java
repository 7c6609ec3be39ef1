package dev.telemetry.export;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.SimpleFormatter;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import org.slf4j.LoggerFactory;

/**
 * What the export says in the log, and what OpenTelemetry and its HTTP client say there.
 */
final class CapturedLog implements AutoCloseable {

	private static final Logger OURS = (Logger) LoggerFactory.getLogger("dev.telemetry.export");

	private static final java.util.logging.Logger THEIRS = java.util.logging.Logger.getLogger("io.opentelemetry");

	private static final java.util.logging.Logger CLIENT = java.util.logging.Logger.getLogger("okhttp3");

	private final List<ILoggingEvent> events = new CopyOnWriteArrayList<>();

	private final List<String> foreign = new CopyOnWriteArrayList<>();

	private final AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {

		@Override
		protected void append(ILoggingEvent event) {
			CapturedLog.this.events.add(event);
		}

	};

	private final Handler handler = new Handler() {

		@Override
		public void publish(LogRecord event) {
			StringWriter stack = new StringWriter();
			if (event.getThrown() != null) {
				event.getThrown().printStackTrace(new PrintWriter(stack));
			}
			CapturedLog.this.foreign.add(new SimpleFormatter().formatMessage(event) + stack);
		}

		@Override
		public void flush() {
		}

		@Override
		public void close() {
		}

	};

	CapturedLog() {
		this.appender.start();
		OURS.setAdditive(false);
		OURS.setLevel(Level.INFO);
		OURS.addAppender(this.appender);
		capture(THEIRS);
		capture(CLIENT);
	}

	private void capture(java.util.logging.Logger logger) {
		logger.setUseParentHandlers(false);
		logger.addHandler(this.handler);
	}

	List<String> lines(Level level) {
		return this.events.stream()
			.filter((event) -> event.getLevel() == level)
			.map(ILoggingEvent::getFormattedMessage)
			.toList();
	}

	List<String> everything() {
		List<String> all = new CopyOnWriteArrayList<>(this.foreign);
		this.events.forEach((event) -> all.add(event.getFormattedMessage()));
		return all;
	}

	@Override
	public void close() {
		OURS.detachAppender(this.appender);
		OURS.setAdditive(true);
		OURS.setLevel(null);
		release(THEIRS);
		release(CLIENT);
	}

	private void release(java.util.logging.Logger logger) {
		logger.removeHandler(this.handler);
		logger.setUseParentHandlers(true);
	}

}
