package dev.telemetry.logs.logback;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggerContextListener;

/**
 * Is told of what changes, until it is ended. Logback goes through its listeners without
 * a lock, so one must not be removed while other threads may be setting levels: this one
 * does nothing once it is ended, and the next reset drops it.
 */
final class LogbackChanges implements LoggerContextListener {

	private volatile Runnable onReset;

	private volatile Runnable onLevel;

	private volatile boolean ended;

	/**
	 * Creates a listener.
	 * @param onReset what to do when all appenders have been taken off, before the
	 * configuration that follows puts others there
	 * @param onLevel what to do when a level changes: code that sets one often makes the
	 * logger keep its events to itself as well, of which there is no sign
	 */
	LogbackChanges(Runnable onReset, Runnable onLevel) {
		this.onReset = onReset;
		this.onLevel = onLevel;
	}

	/**
	 * Does nothing any more, and holds nothing.
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
