package dev.telemetry.autoconfigure.logs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

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
import org.springframework.core.env.StandardEnvironment;

import dev.telemetry.logs.LogReport;
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
abstract class ReconfiguredLoggingContract {

	/** Name of the appender. */
	static final String APPENDER = "dev.telemetry.logs";

	// Some thousand lines in a second.
	private static final long PAUSE_NANOS = 200_000;

	private static final int MOST_LINES = 40_000;

	private static final int SOME_LINES = 20;

	private static final int ADDITIVITY_CHANGES = 6;

	private final OtlpReceiver receiver = OtlpReceiver.http();

	@TempDir
	private Path directory;

	/**
	 * Name of the logging system.
	 */
	abstract String system();

	/**
	 * A configuration file.
	 * @param lines a file of lines
	 * @return one that writes to it, and whose logger {@code audit} keeps its events to
	 * itself
	 */
	abstract String configuration(Path lines);

	/**
	 * How many appenders are on the root.
	 */
	abstract long placed();

	/**
	 * Does what the logging system itself does when a file has changed.
	 */
	abstract void reload(Path file) throws Exception;

	/**
	 * Takes all appenders off the root.
	 */
	abstract void takeOff();

	/**
	 * Lets a logger keep its events to itself, or no more.
	 */
	abstract void setAdditive(String logger, boolean additive);

	@AfterEach
	void close() {
		this.receiver.close();
		// For the tests that come after in this JVM, not all of which start an
		// application.
		LoggingSystem system = LoggingSystem.get(getClass().getClassLoader());
		initialize(system, new StandardEnvironment(), null);
		system.cleanUp();
	}

	@Test
	void secondAndThirdApplications() {
		verify((context) -> {
			for (int i = 0; i < 2; i++) {
				LoggingApplication.run(this.receiver, "--ending=quiet").close();
				LoggerFactory.getLogger("shop").info("After another {}", i);
			}
		});
		assertThat(this.receiver.logs()).extracting(ReceivedLog::body)
			.containsOnlyOnce("After another 0", "After another 1");
	}

	@Test
	void aLoggingSystemThatIsInitializedAnew() {
		verify((context) -> {
			for (int i = 0; i < 2; i++) {
				initialize(context.getBean(LoggingSystem.class), context.getEnvironment(), null);
			}
		});
	}

	@Test
	void aConfigurationFileByTheLoggingSystem() {
		LogReport report = verify((context) -> {
			initialize(context.getBean(LoggingSystem.class), context.getEnvironment(), file());
			LoggerFactory.getLogger("audit").info("Audited");
		});
		assertThat(this.receiver.logs()).extracting(ReceivedLog::body).containsOnlyOnce("Audited");
		assertThat(report.putBack()).isPositive();
	}

	private static void initialize(LoggingSystem system, ConfigurableEnvironment environment, Path file) {
		system.cleanUp();
		system.beforeInitialize();
		system.initialize(new LoggingInitializationContext(environment), (file != null) ? file.toString() : null,
				LogFile.get(environment));
	}

	@Test
	void aReloadAndAnAppenderThatIsTakenOffByHand() {
		LogReport report = verify((context) -> {
			for (int i = 0; i < 3; i++) {
				reload(file());
				LoggerFactory.getLogger("audit").info("Audited {}", i);
			}
			takeOff();
			awaitPlaced();
		});
		assertThat(this.receiver.logs()).extracting(ReceivedLog::body)
			.containsOnlyOnce("Audited 0", "Audited 1", "Audited 2");
		assertThat(report.putBack()).isGreaterThanOrEqualTo(4);
	}

	@Test
	void additivityAndLevelsThatChange() {
		// A record that is between its logger and the root is captured by both.
		verify(ADDITIVITY_CHANGES, (context) -> {
			for (int i = 0; i < ADDITIVITY_CHANGES - 1; i++) {
				setAdditive("busy", i % 2 == 0);
				context.getBean(LoggingSystem.class)
					.setLogLevel("other", (i % 2 == 0) ? LogLevel.DEBUG : LogLevel.WARN);
				LoggerFactory.getLogger("busy.a").info("In between {}", i);
			}
			setAdditive("busy", true);
		});
	}

	private LogReport verify(Change change) {
		return verify(0, change);
	}

	private LogReport verify(int mostTwice, Change change) {
		AtomicBoolean ended = new AtomicBoolean();
		AtomicInteger lines = new AtomicInteger();
		LogReport report;
		try (ConfigurableApplicationContext context = LoggingApplication.run(this.receiver, "--ending=quiet",
				"--telemetry.export.queue-size=100000")) {
			List<Thread> threads = List.of(logging("busy.a", ended, lines), logging("busy.b", ended, lines));
			awaitLines(lines);
			change.make(context);
			awaitLines(lines);
			ended.set(true);
			for (Thread thread : threads) {
				thread.join();
			}
			awaitPlaced();
			LoggerFactory.getLogger("shop").info("After all");
			report = context.getBean(LogReporter.class).report();
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
		finally {
			ended.set(true);
		}
		assertThat(report.attachedSince()).isNotNull();
		assertThat(report.system()).isEqualTo(system());
		List<Object> bodies = this.receiver.logs().stream().map(ReceivedLog::body).toList();
		assertThat(bodies).containsOnlyOnce("After all");
		List<Object> busy = bodies.stream().filter((body) -> body.toString().startsWith("busy")).toList();
		assertThat(busy).isNotEmpty();
		assertThat(busy.size() - busy.stream().distinct().count()).as("captured twice in %s", busy)
			.isLessThanOrEqualTo(mostTwice);
		return report;
	}

	private static Thread logging(String name, AtomicBoolean ended, AtomicInteger lines) {
		Logger logger = LoggerFactory.getLogger(name);
		Thread thread = new Thread(() -> {
			for (int i = 0; !ended.get() && i < MOST_LINES; i++) {
				logger.info("{} {}", name, i);
				lines.incrementAndGet();
				LockSupport.parkNanos(PAUSE_NANOS);
			}
		}, name);
		thread.start();
		return thread;
	}

	private Path file() throws IOException {
		return Files.writeString(this.directory.resolve("logging.xml"),
				configuration(this.directory.resolve("lines.log")));
	}

	private void awaitPlaced() {
		await(() -> "appenders on the root: " + placed(), () -> placed() == 1);
	}

	private static void awaitLines(AtomicInteger lines) {
		int enough = lines.get() + SOME_LINES;
		await(() -> "lines: " + lines, () -> lines.get() >= enough);
	}

	private static void await(Supplier<String> what, BooleanSupplier condition) {
		long deadline = System.nanoTime() + 10_000_000_000L;
		while (!condition.getAsBoolean()) {
			assertThat(System.nanoTime()).as(what.get()).isLessThan(deadline);
			LockSupport.parkNanos(PAUSE_NANOS);
		}
	}

	/**
	 * Something that an application does.
	 */
	@FunctionalInterface
	private interface Change {

		void make(ConfigurableApplicationContext context) throws Exception;

	}

}
