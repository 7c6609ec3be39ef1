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
 * Puts an appender on the root logger and on each one that keeps its events to itself:
 * additivity ends there, so that every event meets exactly one of them, however an
 * application is configured.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
public final class LogbackPlacement extends LockedPlacement {

	// Of the time: asking for all loggers sorts them.
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

	// A logger that keeps its events to itself only now had none that could be missing.
	private boolean placeOn(Logger logger, Runnable disturbed) {
		LogbackAppender before = this.appenders.get(logger);
		if (before != null && logger.isAttached(before)) {
			confirm(before, logger);
			return false;
		}
		// A new one: the code that took the old one off may still be about to stop it.
		LogbackAppender appender = new LogbackAppender(logger, this.capture, () -> takenOff(disturbed));
		appender.start();
		this.appenders.put(logger, appender);
		logger.addAppender(appender);
		if (before != null) {
			before.replaced();
		}
		return before != null || appender.isOnRoot();
	}

	// Logback overlooks one that was added just as another thread logged, and sees it
	// with the next change. It adds none twice, but would add one that is just being
	// taken off, which is stopped first.
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

	// Only the thread that configures the loggers adds to their listeners: Logback goes
	// through them without a lock.
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
			// Nothing else ever removes it.
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
