package dev.telemetry.autoconfigure.logs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.FileAppender;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.logging.LogFile;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingInitializationContext;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;

import dev.telemetry.logs.LogReporter;
import dev.telemetry.test.NoTelemetryLeaks;
import dev.telemetry.test.OtlpReceiver;
import dev.telemetry.test.ReceivedLog;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What applications do to their logging while they run, with two threads that log all the
 * while: afterwards there is one appender, no record was exported twice, and the next one
 * arrives.
 */
@NoTelemetryLeaks
class ReconfiguredLoggingTests {

	private static final String CONFIGURATION = """
			<configuration%s>
				<appender name="file" class="ch.qos.logback.core.FileAppender">
					<file>%s</file>
					<encoder><pattern>%%m%%n</pattern></encoder>
				</appender>
				<logger name="audit" additivity="false"><appender-ref ref="file"/></logger>
				<root level="INFO"><appender-ref ref="file"/></root>
			</configuration>
			""";

	// Some thousand lines in a second.
	private static final long PAUSE_NANOS = 200_000;

	private final OtlpReceiver receiver = OtlpReceiver.http();

	@TempDir
	private Path directory;

	@AfterEach
	void close() {
		this.receiver.close();
	}

	@Test
	void secondAndThirdApplications() {
		verify((context) -> {
			for (int i = 0; i < 2; i++) {
				LoggingApplication.run(this.receiver, "--ending=quiet").close();
			}
		});
	}

	@Test
	void aLoggingSystemThatIsInitializedAnew() {
		verify((context) -> {
			ConfigurableEnvironment environment = context.getEnvironment();
			for (int i = 0; i < 2; i++) {
				LoggingSystem system = context.getBean(LoggingSystem.class);
				system.cleanUp();
				system.beforeInitialize();
				system.initialize(new LoggingInitializationContext(environment), null, LogFile.get(environment));
			}
		});
	}

	@Test
	void aConfigurationFileByTheLoggingSystem() {
		verify((context) -> {
			LoggingSystem system = context.getBean(LoggingSystem.class);
			system.cleanUp();
			system.beforeInitialize();
			system.initialize(new LoggingInitializationContext(context.getEnvironment()), file("").toString(), null);
			LoggerFactory.getLogger("audit").info("Audited");
		});
		assertThat(this.receiver.logs()).extracting(ReceivedLog::body).containsOnlyOnce("Audited");
	}

	@Test
	void aReloadAndAResetByHand() {
		verify((context) -> {
			LoggerContext loggers = (LoggerContext) LoggerFactory.getILoggerFactory();
			for (int i = 0; i < 3; i++) {
				loggers.reset();
				JoranConfigurator configurator = new JoranConfigurator();
				configurator.setContext(loggers);
				configurator.doConfigure(file("").toFile());
				LoggerFactory.getLogger("audit").info("Audited " + i);
			}
			loggers.getLogger(Logger.ROOT_LOGGER_NAME).detachAndStopAllAppenders();
			awaitPlaced(1);
		});
		assertThat(this.receiver.logs()).extracting(ReceivedLog::body)
			.containsOnlyOnce("Audited 0", "Audited 1", "Audited 2");
	}

	@Test
	void additivityAndLevelsThatChange() {
		verify((context) -> {
			LoggerContext loggers = (LoggerContext) LoggerFactory.getILoggerFactory();
			for (int i = 0; i < 5; i++) {
				loggers.getLogger("busy").setAdditive(i % 2 == 0);
				context.getBean(LoggingSystem.class)
					.setLogLevel("other", (i % 2 == 0) ? LogLevel.DEBUG : LogLevel.WARN);
				loggers.getLogger("busy.a").info("In between " + i);
			}
			loggers.getLogger("busy").setAdditive(true);
		});
	}

	private void verify(Change change) {
		AtomicBoolean ended = new AtomicBoolean();
		AtomicInteger lines = new AtomicInteger();
		try (ConfigurableApplicationContext context = LoggingApplication.run(this.receiver, "--ending=quiet",
				"--telemetry.export.queue-size=100000")) {
			List<Thread> threads = List.of(logging("busy.a", ended, lines), logging("busy.b", ended, lines));
			change.make(context);
			ended.set(true);
			for (Thread thread : threads) {
				thread.join();
			}
			awaitPlaced(1);
			LoggerFactory.getLogger("shop").info("After all");
			assertThat(context.getBean(LogReporter.class).report().attachedSince()).isNotNull();
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
		finally {
			ended.set(true);
			LoggerContext loggers = (LoggerContext) LoggerFactory.getILoggerFactory();
			loggers.getLoggerList().forEach(ReconfiguredLoggingTests::release);
		}
		assertThat(lines).hasPositiveValue();
		List<Object> bodies = this.receiver.logs().stream().map(ReceivedLog::body).toList();
		assertThat(bodies).containsOnlyOnce("After all");
		assertThat(bodies.stream().filter((body) -> body.toString().startsWith("busy"))).doesNotHaveDuplicates();
	}

	// For the tests that come after in this JVM.
	private static void release(ch.qos.logback.classic.Logger logger) {
		Iterator<Appender<ILoggingEvent>> appenders = logger.iteratorForAppenders();
		List<Appender<ILoggingEvent>> files = new ArrayList<>();
		appenders.forEachRemaining((appender) -> {
			if (appender instanceof FileAppender<?>) {
				files.add(appender);
			}
		});
		files.forEach((appender) -> {
			logger.detachAppender(appender);
			appender.stop();
		});
	}

	private static Thread logging(String name, AtomicBoolean ended, AtomicInteger lines) {
		Logger logger = LoggerFactory.getLogger(name);
		Thread thread = new Thread(() -> {
			for (int i = 0; !ended.get() && i < 5_000; i++) {
				logger.info("{} {}", name, i);
				lines.incrementAndGet();
				LockSupport.parkNanos(PAUSE_NANOS);
			}
		}, name);
		thread.start();
		return thread;
	}

	private Path file(String attributes) throws IOException {
		Path file = this.directory.resolve("logback.xml");
		return Files.writeString(file, CONFIGURATION.formatted(attributes, this.directory.resolve("lines.log")));
	}

	private static void awaitPlaced(int number) {
		long deadline = System.nanoTime() + 10_000_000_000L;
		while (placed() != number) {
			assertThat(System.nanoTime()).as("appenders on the root: " + placed()).isLessThan(deadline);
			Thread.onSpinWait();
		}
	}

	private static int placed() {
		LoggerContext loggers = (LoggerContext) LoggerFactory.getILoggerFactory();
		int placed = 0;
		Iterator<Appender<ILoggingEvent>> appenders = loggers.getLogger(Logger.ROOT_LOGGER_NAME).iteratorForAppenders();
		while (appenders.hasNext()) {
			placed += ("dev.telemetry.logs".equals(appenders.next().getName())) ? 1 : 0;
		}
		return placed;
	}

	/**
	 * Something that an application does.
	 */
	@FunctionalInterface
	private interface Change {

		void make(ConfigurableApplicationContext context) throws Exception;

	}

}
