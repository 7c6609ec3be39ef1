package dev.telemetry.autoconfigure.logs;

import java.nio.file.Path;
import java.util.Iterator;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import org.slf4j.LoggerFactory;

class LogbackReconfigurationTests extends ReconfiguredLoggingContract {

	@Override
	String system() {
		return "Logback";
	}

	@Override
	String configuration(Path lines) {
		return """
				<configuration>
					<appender name="file" class="ch.qos.logback.core.FileAppender">
						<file>%s</file>
						<encoder><pattern>%%m%%n</pattern></encoder>
					</appender>
					<logger name="audit" additivity="false"><appender-ref ref="file"/></logger>
					<root level="INFO"><appender-ref ref="file"/></root>
				</configuration>
				""".formatted(lines);
	}

	@Override
	long placed() {
		long placed = 0;
		Iterator<Appender<ILoggingEvent>> appenders = logger(Logger.ROOT_LOGGER_NAME).iteratorForAppenders();
		while (appenders.hasNext()) {
			placed += (APPENDER.equals(appenders.next().getName())) ? 1 : 0;
		}
		return placed;
	}

	@Override
	void reload(Path file) throws Exception {
		loggers().reset();
		JoranConfigurator configurator = new JoranConfigurator();
		configurator.setContext(loggers());
		configurator.doConfigure(file.toFile());
	}

	@Override
	void takeOff() {
		logger(Logger.ROOT_LOGGER_NAME).detachAndStopAllAppenders();
	}

	@Override
	void setAdditive(String logger, boolean additive) {
		logger(logger).setAdditive(additive);
	}

	private static Logger logger(String name) {
		return loggers().getLogger(name);
	}

	private static LoggerContext loggers() {
		return (LoggerContext) LoggerFactory.getILoggerFactory();
	}

}
