package dev.telemetry.logs.log4j2;

import java.beans.PropertyChangeEvent;
import java.beans.PropertyChangeListener;
import java.util.HashMap;
import java.util.Map;

import org.apache.logging.log4j.core.Appender;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.config.Configuration;
import org.apache.logging.log4j.core.config.LoggerConfig;
import org.jspecify.annotations.Nullable;

import dev.telemetry.logs.ForeignAppenders;
import dev.telemetry.logs.LockedPlacement;
import dev.telemetry.logs.LogCapture;

/**
 * Adds an appender to the configuration of each logger. Each appender captures the events
 * that its logger does not pass up, so that a change of additivity does not matter. The
 * appenders are not in the configuration's own list of appenders, so that Log4j2 does not
 * stop them when the configuration is replaced.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
public final class Log4j2Placement extends LockedPlacement {

	private final LoggerContext context;

	private final LogCapture capture;

	// Guarded by the lock.
	private final Map<LoggerConfig, Log4j2Appender> appenders = new HashMap<>();

	// Guarded by the lock.
	private @Nullable Configuration configuration;

	// Guarded by the lock.
	private @Nullable PropertyChangeListener reloads;

	/**
	 * Creates a placement that has placed nothing.
	 * @param context the loggers of the application
	 * @param capture receives the events
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
	protected boolean placeAll(Runnable disturbed) {
		listen(disturbed);
		Configuration current = this.context.getConfiguration();
		if (!current.equals(this.configuration)) {
			this.configuration = current;
			this.appenders.clear();
		}
		boolean missing = placeOn(current.getRootLogger());
		for (LoggerConfig config : current.getLoggers().values()) {
			missing |= placeOn(config);
		}
		noteForeignAppender(findForeign(current));
		return missing;
	}

	// Returns whether the appender was missing. A new configuration, except for the root,
	// had no appender that could be missing.
	private boolean placeOn(LoggerConfig config) {
		Log4j2Appender before = this.appenders.get(config);
		if (before != null && before.equals(config.getAppenders().get(Log4j2Appender.NAME))) {
			return false;
		}
		Log4j2Appender appender = new Log4j2Appender(config, this.capture);
		appender.start();
		this.appenders.put(config, appender);
		config.removeAppender(Log4j2Appender.NAME);
		config.addAppender(appender, null, null);
		if (before != null) {
			before.replaced();
		}
		return before != null || config.getParent() == null;
	}

	// This listener survives every kind of reconfiguration of the context.
	private void listen(Runnable disturbed) {
		if (this.reloads == null) {
			PropertyChangeListener listener = (event) -> reloaded(event, disturbed);
			this.context.addPropertyChangeListener(listener);
			this.reloads = listener;
		}
	}

	private void reloaded(PropertyChangeEvent event, Runnable disturbed) {
		if (LoggerContext.PROPERTY_CONFIG.equals(event.getPropertyName())) {
			placeAtOnce(disturbed);
		}
	}

	@Override
	protected void takeAllOff() {
		this.appenders.forEach((config, appender) -> {
			config.removeAppender(Log4j2Appender.NAME);
			appender.replaced();
		});
		this.appenders.clear();
		if (this.reloads != null) {
			this.context.removePropertyChangeListener(this.reloads);
		}
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
