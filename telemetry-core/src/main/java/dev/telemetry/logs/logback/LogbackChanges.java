package dev.telemetry.logs.logback;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggerContextListener;

/**
 * Is told of what changes.
 *
 * @param onReset what to do when all appenders have been taken off, before the
 * configuration that follows puts others there
 * @param onLevel what to do when a level changes: code that sets one often makes the
 * logger keep its events to itself as well, of which there is no sign
 */
record LogbackChanges(Runnable onReset, Runnable onLevel) implements LoggerContextListener {

	@Override
	public boolean isResetResistant() {
		return true;
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
