package dev.telemetry.logs.logback;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.spi.AppenderAttachable;
import ch.qos.logback.core.spi.ConfigurationEvent;
import ch.qos.logback.core.spi.ConfigurationEventListener;
import org.jspecify.annotations.Nullable;

import dev.telemetry.logs.ForeignAppenders;
import dev.telemetry.logs.LockedPlacement;
import dev.telemetry.logs.LogCapture;

/**
 * Adds an appender to the root logger and to each logger without additivity, so that
 * every event reaches exactly one of these appenders, however an application is
 * configured.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
public final class LogbackPlacement extends LockedPlacement {

	// Reading the list of all loggers may take one part in this many of the time: Logback
	// sorts it.
	private static final long WALK_SHARE = 1_000;

	private final LoggerContext context;

	private final LogCapture capture;

	// Guarded by the lock.
	private final Map<Logger, LogbackAppender> appenders = new HashMap<>();

	// Guarded by the lock.
	private List<Logger> loggers = List.of();

	// Guarded by the lock.
	private long nextWalkNanos = System.nanoTime();

	private volatile @Nullable LogbackChanges changes;

	// Guarded by the lock.
	private @Nullable ConfigurationEventListener configurations;

	private volatile boolean changed = true;

	/**
	 * Creates a placement that has placed nothing.
	 * @param context the loggers of the application
	 * @param capture receives the events
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
	protected boolean placeAll(Runnable disturbed) {
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
		noteForeignAppender(findForeign(all));
		long end = System.nanoTime();
		this.nextWalkNanos = end + WALK_SHARE * (end - start);
	}

	// Returns whether the appender was missing. A logger that has only now lost its
	// additivity had no appender that could be missing.
	private boolean placeOn(Logger logger, Runnable disturbed) {
		LogbackAppender before = this.appenders.get(logger);
		if (before != null && logger.isAttached(before)) {
			confirm(before, logger);
			return false;
		}
		// A new appender, because the code that removed the old one may still be about to
		// stop that.
		LogbackAppender appender = new LogbackAppender(logger, this.capture, () -> takenOff(disturbed));
		appender.start();
		this.appenders.put(logger, appender);
		logger.addAppender(appender);
		if (before != null) {
			before.replaced();
		}
		return before != null || appender.isOnRoot();
	}

	// Logback overlooks an appender that is added just while another thread logs, until
	// the next change. Adding it again has no effect if it is there, but would add an
	// appender that is just being removed; such an appender is stopped first.
	private static void confirm(LogbackAppender appender, Logger logger) {
		if (appender.isStarted()) {
			logger.addAppender(appender);
		}
		else {
			appender.start();
		}
	}

	private void takenOff(Runnable disturbed) {
		this.changed = true;
		disturbed.run();
	}

	// Only the thread that configures the loggers may add listeners, because Logback
	// iterates over them without a lock.
	private void listen(Runnable disturbed) {
		if (this.changes == null) {
			LogbackChanges created = new LogbackChanges(() -> changed(disturbed), () -> takenOff(disturbed));
			this.context.addListener(created);
			this.changes = created;
		}
		if (this.configurations == null) {
			ConfigurationEventListener listener = (event) -> configured(event, disturbed);
			this.context.addConfigurationEventListener(listener);
			this.configurations = listener;
		}
	}

	// Stopping the context removes all listeners, even those that survive a reset.
	private void listenAgain() {
		LogbackChanges present = this.changes;
		if (present != null && present.isResetResistant() && !this.context.getCopyOfListenerList().contains(present)) {
			this.context.addListener(present);
		}
	}

	private void configured(ConfigurationEvent event, Runnable disturbed) {
		ConfigurationEvent.EventType type = event.getEventType();
		if (type == ConfigurationEvent.EventType.CONFIGURATION_ENDED_SUCCESSFULLY
				|| type == ConfigurationEvent.EventType.CONFIGURATION_ENDED_WITH_XML_PARSING_ERRORS) {
			listenAgain();
			changed(disturbed);
		}
	}

	private void changed(Runnable disturbed) {
		this.changed = true;
		placeAtOnce(disturbed);
	}

	@Override
	protected void takeAllOff() {
		this.appenders.forEach((logger, appender) -> {
			logger.detachAppender(appender);
			appender.replaced();
		});
		this.appenders.clear();
		this.loggers = List.of();
		if (this.changes != null) {
			this.changes.end();
		}
		if (this.configurations != null) {
			// Nothing else removes this listener.
			this.context.removeConfigurationEventListener(this.configurations);
		}
	}

	private @Nullable String findForeign(List<Logger> all) {
		String found = findForeign(this.context.getLogger(Logger.ROOT_LOGGER_NAME));
		for (int i = 0; found == null && i < all.size(); i++) {
			found = findForeign(all.get(i));
		}
		return found;
	}

	// Also searches appenders within another one, such as an asynchronous one.
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
