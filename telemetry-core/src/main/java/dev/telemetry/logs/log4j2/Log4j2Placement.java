package dev.telemetry.logs.log4j2;

import java.beans.PropertyChangeEvent;
import java.beans.PropertyChangeListener;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

import org.apache.logging.log4j.core.Appender;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.config.Configuration;
import org.apache.logging.log4j.core.config.LoggerConfig;
import org.jspecify.annotations.Nullable;

import dev.telemetry.logs.ForeignAppenders;
import dev.telemetry.logs.LogCapture;
import dev.telemetry.logs.LogPlacement;

/**
 * Puts an appender on the root configuration and on each one that keeps its events to
 * itself. It is no part of the configuration's own list of appenders, so that nothing
 * stops it when that is replaced.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
public final class Log4j2Placement implements LogPlacement {

	private static final long LONGEST_WAIT_MILLIS = 100;

	private final LoggerContext context;

	private final LogCapture capture;

	private final Lock lock = new ReentrantLock();

	// Guarded by lock.
	private final Map<LoggerConfig, Log4j2Appender> appenders = new HashMap<>();

	// Guarded by lock.
	private @Nullable Configuration configuration;

	// Guarded by lock.
	private @Nullable PropertyChangeListener reloads;

	// Guarded by lock.
	private boolean removed;

	private volatile @Nullable String foreignAppender;

	/**
	 * Creates a placement that has placed nothing.
	 * @param context the loggers of the application
	 * @param capture gets the events
	 */
	public Log4j2Placement(LoggerContext context, LogCapture capture) {
		this.context = context;
		this.capture = capture;
	}

	@Override
	public String system() {
		return "Log4j2";
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
		Configuration current = this.context.getConfiguration();
		if (!current.equals(this.configuration)) {
			this.configuration = current;
			this.appenders.clear();
		}
		boolean missing = placeOn(current.getRootLogger());
		for (LoggerConfig config : current.getLoggers().values()) {
			if (config.getParent() != null && !config.isAdditive()) {
				missing |= placeOn(config);
			}
		}
		this.foreignAppender = findForeign(current);
		return missing;
	}

	private boolean placeOn(LoggerConfig config) {
		Log4j2Appender appender = this.appenders.get(config);
		if (appender != null && appender.equals(config.getAppenders().get(Log4j2Appender.NAME))) {
			return false;
		}
		appender = new Log4j2Appender(config, this.capture);
		appender.start();
		this.appenders.put(config, appender);
		config.removeAppender(Log4j2Appender.NAME);
		config.addAppender(appender, null, null);
		return true;
	}

	// Survives every way of configuring the context anew.
	private void listen(Runnable disturbed) {
		if (this.reloads == null) {
			PropertyChangeListener listener = (event) -> reloaded(event, disturbed);
			this.context.addPropertyChangeListener(listener);
			this.reloads = listener;
		}
	}

	// Within the logging system, whose locks may be held: it is not waited for longer.
	private void reloaded(PropertyChangeEvent event, Runnable disturbed) {
		if (LoggerContext.PROPERTY_CONFIG.equals(event.getPropertyName()) && tryLock()) {
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
			this.appenders.forEach((config, appender) -> config.removeAppender(Log4j2Appender.NAME));
			this.appenders.clear();
			if (this.reloads != null) {
				this.context.removePropertyChangeListener(this.reloads);
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

	private static @Nullable String findForeign(Configuration configuration) {
		for (Appender appender : configuration.getAppenders().values()) {
			if (ForeignAppenders.isOne(appender)) {
				return appender.getClass().getName();
			}
		}
		return null;
	}

}
