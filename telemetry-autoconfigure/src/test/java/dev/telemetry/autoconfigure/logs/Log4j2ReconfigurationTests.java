package dev.telemetry.autoconfigure.logs;

import java.nio.file.Path;

import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.config.Configuration;
import org.apache.logging.log4j.core.config.Configurator;
import org.apache.logging.log4j.core.config.LoggerConfig;
import org.junit.jupiter.api.Tag;

/**
 * Runs on a class path of its own, with Log4j2 and without Logback.
 */
@Tag("log4j2")
class Log4j2ReconfigurationTests extends ReconfiguredLoggingContract {

	@Override
	String system() {
		return "Log4j2";
	}

	@Override
	String configuration(Path lines) {
		return """
				<Configuration status="off">
					<Appenders><File name="file" fileName="%s"><PatternLayout pattern="%%m%%n"/></File></Appenders>
					<Loggers>
						<Logger name="audit" level="INFO" additivity="false"><AppenderRef ref="file"/></Logger>
						<Root level="INFO"><AppenderRef ref="file"/></Root>
					</Loggers>
				</Configuration>
				""".formatted(lines);
	}

	@Override
	long placed() {
		return (configuration().getRootLogger().getAppenders().containsKey(APPENDER)) ? 1 : 0;
	}

	@Override
	void reload(Path file) {
		Configurator.reconfigure(file.toUri());
	}

	@Override
	void takeOff() {
		LoggerConfig root = configuration().getRootLogger();
		root.getAppenders().keySet().forEach(root::removeAppender);
	}

	@Override
	void setAdditive(String logger, boolean additive) {
		LoggerConfig config = configuration().getLoggerConfig(logger);
		if (!config.getName().equals(logger)) {
			config = new LoggerConfig(logger, Level.INFO, additive);
			configuration().addLogger(logger, config);
			loggers().updateLoggers();
		}
		config.setAdditive(additive);
	}

	private static Configuration configuration() {
		return loggers().getConfiguration();
	}

	private static LoggerContext loggers() {
		return (LoggerContext) LogManager.getContext(false);
	}

}
