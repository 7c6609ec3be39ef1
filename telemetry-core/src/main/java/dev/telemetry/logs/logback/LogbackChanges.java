package dev.telemetry.logs.logback;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggerContextListener;

/**
 * Listens for changes of the logging system, until it is ended. Logback iterates over its
 * listeners without a lock, so a listener must not be removed while other threads may be
 * setting levels. This listener does nothing once it is ended, and the next reset drops
 * it.
 */
final class LogbackChanges implements LoggerContextListener {

	private volatile Runnable onReset;

	private volatile Runnable onLevel;

	private volatile boolean ended;

	/**
	 * Creates a listener.
	 * @param onReset called when all appenders have been removed, before the
	 * configuration that follows adds others
	 * @param onLevel called when a level changes: code that sets a level often sets the
	 * additivity of the logger as well, for which Logback has no event
	 */
	LogbackChanges(Runnable onReset, Runnable onLevel) {
		this.onReset = onReset;
		this.onLevel = onLevel;
	}

	/**
	 * Ends the listener, which then does nothing and holds no references.
	 */
	void end() {
		this.ended = true;
		this.onReset = LogbackChanges::nothing;
		this.onLevel = LogbackChanges::nothing;
	}

	private static void nothing() {
	}

	@Override
	public boolean isResetResistant() {
		return !this.ended;
	}

	@Override
	public void onReset(LoggerContext context) {
		this.onReset.run();
	}

	@Override
	public void onStart(LoggerContext context) {
	}

	@Override
	public void onStop(LoggerContext context) {
	}

	@Override
	public void onLevelChange(Logger logger, Level level) {
		this.onLevel.run();
	}

}
