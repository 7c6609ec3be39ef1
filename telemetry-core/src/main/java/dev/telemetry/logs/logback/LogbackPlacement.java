package dev.telemetry.logs.logback;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.spi.AppenderAttachable;
import ch.qos.logback.core.spi.ConfigurationEvent;
import ch.qos.logback.core.spi.ConfigurationEventListener;
import org.jspecify.annotations.Nullable;

import dev.telemetry.logs.ForeignAppenders;
import dev.telemetry.logs.LogCapture;
import dev.telemetry.logs.LogPlacement;

/**
 * Puts an appender on the root logger and on each one that keeps its events to itself:
 * additivity ends there, so that every event meets exactly one of them, however an
 * application is configured.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
public final class LogbackPlacement implements LogPlacement {

	private static final long LEAST_WALK_NANOS = TimeUnit.SECONDS.toNanos(1);

	// Of the time: asking for all loggers sorts them.
	private static final long WALK_SHARE = 1_000;

	private static final long LONGEST_WAIT_MILLIS = 100;

	private final LoggerContext context;

	private final LogCapture capture;

	private final Lock lock = new ReentrantLock();

	// Guarded by lock.
	private final Map<Logger, LogbackAppender> appenders = new HashMap<>();

	// Guarded by lock.
	private List<Logger> loggers = List.of();

	// Guarded by lock.
	private long nextWalkNanos = System.nanoTime();

	// Guarded by lock.
	private @Nullable LogbackResets resets;

	// Guarded by lock.
	private @Nullable ConfigurationEventListener configurations;

	// Guarded by lock.
	private boolean removed;

	private volatile boolean changed = true;

	private volatile @Nullable String foreignAppender;

	/**
	 * Creates a placement that has placed nothing.
	 * @param context the loggers of the application
	 * @param capture gets the events
	 */
	public LogbackPlacement(LoggerContext context, LogCapture capture) {
		this.context = context;
		this.capture = capture;
	}

	@Override
	public String system() {
		return "Logback";
	}

	@Override
	public boolean place(Runnable disturbed) {
		this.lock.lock();
		try {
			return !this.removed && placeAll(disturbed);
		}
		finally {
			this.lock.unlock();
		}
	}

	private boolean placeAll(Runnable disturbed) {
		listen(disturbed);
		boolean missing = placeOn(this.context.getLogger(Logger.ROOT_LOGGER_NAME), disturbed);
		boolean walks = this.changed || missing || System.nanoTime() - this.nextWalkNanos >= 0;
		if (walks) {
			walk();
		}
		for (Logger logger : this.loggers) {
			if (!logger.isAdditive()) {
				missing |= placeOn(logger, disturbed);
			}
		}
		return missing;
	}

	private void walk() {
		this.changed = false;
		long start = System.nanoTime();
		List<Logger> all = new ArrayList<>(this.context.getLoggerList());
		all.removeIf((logger) -> Logger.ROOT_LOGGER_NAME.equals(logger.getName()));
		this.loggers = all;
		this.foreignAppender = findForeign(all);
		long end = System.nanoTime();
		this.nextWalkNanos = end + Math.max(LEAST_WALK_NANOS, WALK_SHARE * (end - start));
	}

	private boolean placeOn(Logger logger, Runnable disturbed) {
		LogbackAppender appender = this.appenders.get(logger);
		if (appender != null && logger.isAttached(appender)) {
			return false;
		}
		// A new one: whoever took the old one off may still be about to stop it.
		appender = new LogbackAppender(logger, this.capture, () -> takenOff(disturbed));
		appender.start();
		this.appenders.put(logger, appender);
		logger.addAppender(appender);
		return true;
	}

	private void takenOff(Runnable disturbed) {
		this.changed = true;
		disturbed.run();
	}

	// Stopping the context removes all listeners, even those that survive a reset.
	private void listen(Runnable disturbed) {
		if (this.resets == null) {
			this.resets = new LogbackResets(() -> placeAtOnce(disturbed));
		}
		if (!this.context.getCopyOfListenerList().contains(this.resets)) {
			this.context.addListener(this.resets);
		}
		if (this.configurations == null) {
			ConfigurationEventListener listener = (event) -> configured(event, disturbed);
			this.context.addConfigurationEventListener(listener);
			this.configurations = listener;
		}
	}

	private void configured(ConfigurationEvent event, Runnable disturbed) {
		ConfigurationEvent.EventType type = event.getEventType();
		if (type == ConfigurationEvent.EventType.CONFIGURATION_ENDED_SUCCESSFULLY
				|| type == ConfigurationEvent.EventType.CONFIGURATION_ENDED_WITH_XML_PARSING_ERRORS) {
			placeAtOnce(disturbed);
		}
	}

	// Within the logging system, whose locks may be held: it is not waited for longer.
	private void placeAtOnce(Runnable disturbed) {
		this.changed = true;
		if (tryLock()) {
			try {
				if (!this.removed) {
					placeAll(disturbed);
				}
			}
			finally {
				this.lock.unlock();
			}
		}
		disturbed.run();
	}

	private boolean tryLock() {
		try {
			return this.lock.tryLock(LONGEST_WAIT_MILLIS, TimeUnit.MILLISECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return this.lock.tryLock();
		}
	}

	@Override
	public void remove() {
		this.lock.lock();
		try {
			this.removed = true;
			this.appenders.forEach(Logger::detachAppender);
			this.appenders.clear();
			this.loggers = List.of();
			if (this.resets != null) {
				this.context.removeListener(this.resets);
			}
			if (this.configurations != null) {
				// Nothing else ever removes it.
				this.context.removeConfigurationEventListener(this.configurations);
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	public @Nullable String foreignAppender() {
		return this.foreignAppender;
	}

	private @Nullable String findForeign(List<Logger> all) {
		String found = findForeign(this.context.getLogger(Logger.ROOT_LOGGER_NAME));
		for (int i = 0; found == null && i < all.size(); i++) {
			found = findForeign(all.get(i));
		}
		return found;
	}

	// Also within another one, such as one that is asynchronous.
	private static @Nullable String findForeign(AppenderAttachable<ILoggingEvent> holder) {
		Iterator<Appender<ILoggingEvent>> appenders = holder.iteratorForAppenders();
		while (appenders.hasNext()) {
			Appender<ILoggingEvent> appender = appenders.next();
			if (ForeignAppenders.isOne(appender)) {
				return appender.getClass().getName();
			}
			String nested = nested(appender);
			if (nested != null) {
				return nested;
			}
		}
		return null;
	}

	@SuppressWarnings("unchecked")
	private static @Nullable String nested(Appender<ILoggingEvent> appender) {
		return (appender instanceof AppenderAttachable<?> holder)
				? findForeign((AppenderAttachable<ILoggingEvent>) holder) : null;
	}

}
