package dev.telemetry.logs.log4j2;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

import io.opentelemetry.sdk.logs.data.LogRecordData;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.ThreadContext;
import org.apache.logging.log4j.core.Logger;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.async.AsyncLoggerContext;
import org.apache.logging.log4j.core.config.Configurator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import dev.telemetry.Eventually;
import dev.telemetry.logs.Captures;
import dev.telemetry.logs.LogAttachment;
import dev.telemetry.test.NoTelemetryLeaks;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Log4j2 with a file, by loggers of each kind, with two threads that log while the
 * configuration changes: no record is seen twice, none is missed that was logged after a
 * change, and there is one appender.
 */
@NoTelemetryLeaks
class Log4j2ReloadTests {

	// Some thousand lines in a second.
	private static final long PAUSE_NANOS = 100_000;

	private static final String TRACE_ID = "0af7651916cd43dd8448eb211c80319c";

	private static final String SPAN_ID = "b7ad6b7169203331";

	private final Captures captures = Captures.open();

	private final AtomicInteger lines = new AtomicInteger();

	@TempDir
	private Path directory;

	private LoggerContext context;

	private LogAttachment attachment;

	@AfterEach
	void end() {
		this.attachment.close();
		this.context.stop();
		assertThat(this.captures.failures()).isEmpty();
	}

	@ParameterizedTest
	@EnumSource
	void eachRecordIsSeenOnceWhateverChanges(Loggers loggers) throws Exception {
		start(loggers, 0);
		List<Thread> threads = List.of(logging("a"), logging("b"));
		for (int i = 0; i < 3; i++) {
			this.context.reconfigure();
			logger("audit").info("audited {}", i);
			this.context.getConfiguration().getLoggerConfig("audit").setAdditive(i % 2 == 0);
			logger("audit.orders").info("ordered {}", i);
			Configurator.setLevel(logger("shop"), (i % 2 == 0) ? Level.DEBUG : Level.INFO);
			logger("shop").info("sold {}", i);
			awaitOnce("audited " + i, "ordered " + i, "sold " + i);
			this.context.getConfiguration().getRootLogger().removeAppender(Log4j2Appender.NAME);
			Eventually.until(() -> "an appender", () -> placed() == 1);
			logger("shop").info("sold again {}", i);
		}
		end(threads);
		awaitOnce("sold again 0", "sold again 1", "sold again 2");
		assertThat(this.captures.bodies()).doesNotHaveDuplicates();
		Eventually.until(() -> "counted: " + this.attachment.putBack(), () -> this.attachment.putBack() == 6);
		assertThat(placed()).isEqualTo(1);
	}

	@Test
	void aFileThatIsWatchedMayChange() throws Exception {
		start(Loggers.SYNCHRONOUS, 1);
		List<Thread> threads = List.of(logging("a"), logging("b"));
		Path file = write(Loggers.SYNCHRONOUS, 1, "DEBUG");
		Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(10)));
		Eventually.until(() -> "read again", () -> logger("shop").isDebugEnabled());
		Eventually.until(() -> "an appender", () -> placed() == 1);
		logger("shop").debug("after");
		end(threads);
		assertThat(this.captures.bodies()).containsOnlyOnce("after").doesNotHaveDuplicates();
		Eventually.until(() -> "counted: " + this.attachment.putBack(), () -> this.attachment.putBack() == 1);
	}

	@ParameterizedTest
	@EnumSource
	void aRecordOfAnotherThreadHasTheIdsAndTheThreadOfTheOneThatLogged(Loggers loggers) throws Exception {
		start(loggers, 0);
		ThreadContext.put("trace_id", TRACE_ID);
		ThreadContext.put("span_id", SPAN_ID);
		ThreadContext.put("user", "ann");
		try {
			logger("shop").info("Order {} of {}", 7, "tea", new IllegalStateException("boom"));
			logger("shop").info("Another {} of {}", 8, "milk");
		}
		finally {
			ThreadContext.clearAll();
		}
		awaitOnce("Order 7 of tea", "Another 8 of milk");
		LogRecordData log = this.captures.last();
		assertThat(log.getSpanContext().getTraceId()).isEqualTo(TRACE_ID);
		assertThat(log.getSpanContext().getSpanId()).isEqualTo(SPAN_ID);
		assertThat(log.getAttributes().asMap()).extracting(Object::toString)
			.asString()
			.contains("user=ann", "thread.name=" + Thread.currentThread().getName())
			.doesNotContain("trace_id", "boom");
		assertThat(this.captures.logs().get(0).body()).isEqualTo("Order 7 of tea");
	}

	private void awaitOnce(String... bodies) {
		Eventually.until(() -> List.of(bodies) + " in " + this.captures.bodies(),
				() -> this.captures.bodies().containsAll(List.of(bodies)));
		assertThat(this.captures.bodies()).containsOnlyOnce(bodies);
	}

	private void start(Loggers loggers, int monitorInterval) throws IOException {
		this.context = loggers.context();
		this.context.setConfigLocation(write(loggers, monitorInterval, "INFO").toUri());
		this.context.start();
		this.attachment = new LogAttachment(new Log4j2Placement(this.context, this.captures.capture()),
				this.captures.capture(), true);
		this.attachment.attach();
	}

	private Path write(Loggers loggers, int monitorInterval, String level) throws IOException {
		return Files.writeString(file(), """
				<Configuration status="off" monitorInterval="%1$d">
					<Appenders><File name="file" fileName="%2$s"><PatternLayout pattern="%%m%%n"/></File></Appenders>
					<Loggers>
						<%3$sLogger name="audit" level="INFO" additivity="false"><AppenderRef ref="file"/></%3$sLogger>
						<%3$sRoot level="%4$s"><AppenderRef ref="file"/></%3$sRoot>
					</Loggers>
				</Configuration>
				""".formatted(monitorInterval, this.directory.resolve("lines.log"), loggers.prefix(), level));
	}

	private Path file() {
		return this.directory.resolve("log4j2.xml");
	}

	private Thread logging(String name) {
		Logger logger = logger("shop." + name);
		Thread thread = new Thread(() -> {
			for (int i = 0; !Thread.currentThread().isInterrupted(); i++) {
				logger.info("{} {}", name, i);
				this.lines.incrementAndGet();
				LockSupport.parkNanos(PAUSE_NANOS);
			}
		});
		thread.start();
		return thread;
	}

	private void end(List<Thread> threads) throws InterruptedException {
		for (Thread thread : threads) {
			thread.interrupt();
			thread.join();
		}
		assertThat(this.lines).hasPositiveValue();
	}

	private Logger logger(String name) {
		return this.context.getLogger(name);
	}

	private long placed() {
		return this.context.getConfiguration()
			.getRootLogger()
			.getAppenders()
			.values()
			.stream()
			.filter(Log4j2Appender.class::isInstance)
			.count();
	}

	/**
	 * Kinds of loggers that Log4j2 has.
	 */
	private enum Loggers {

		SYNCHRONOUS, ASYNCHRONOUS, ASYNCHRONOUS_BY_CONFIGURATION;

		LoggerContext context() {
			return (this == ASYNCHRONOUS) ? new AsyncLoggerContext("test") : new LoggerContext("test");
		}

		String prefix() {
			return (this == ASYNCHRONOUS_BY_CONFIGURATION) ? "Async" : "";
		}

	}

}
