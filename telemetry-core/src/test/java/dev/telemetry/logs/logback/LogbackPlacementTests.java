package dev.telemetry.logs.logback;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.AppenderBase;
import ch.qos.logback.core.joran.spi.JoranException;
import io.opentelemetry.instrumentation.logback.appender.v1_0.OpenTelemetryAppender;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.telemetry.Eventually;
import dev.telemetry.logs.Captures;
import dev.telemetry.logs.LogAttachment;
import dev.telemetry.test.NoTelemetryLeaks;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever is done to Logback, there is one appender, and it sees each event once.
 */
@NoTelemetryLeaks
class LogbackPlacementTests {

	// Some thousand lines in a second.
	private static final long PAUSE_NANOS = 50_000;

	private static final String EMPTY = "<configuration/>";

	private static final String AUDIT_APART = """
			<configuration>
				<appender name="none" class="ch.qos.logback.core.helpers.NOPAppender"/>
				<logger name="audit" additivity="false"><appender-ref ref="none"/></logger>
				<root level="INFO"><appender-ref ref="none"/></root>
			</configuration>
			""";

	private static final String WATCHED = """
			<configuration scan="true" scanPeriod="10 milliseconds">
				<appender name="file" class="ch.qos.logback.core.FileAppender">
					<file>%s</file>
					<encoder><pattern>%%m%%n</pattern></encoder>
				</appender>
				<logger name="version%d" level="DEBUG"/>
				<logger name="audit" additivity="false"><appender-ref ref="file"/></logger>
				<root level="INFO"><appender-ref ref="file"/></root>
			</configuration>
			""";

	private final LoggerContext context = new LoggerContext();

	private final Captures captures = Captures.open();

	private final LogAttachment attachment = new LogAttachment(
			new LogbackPlacement(this.context, this.captures.capture()), this.captures.capture(), true);

	@BeforeEach
	void attach() {
		this.context.setMDCAdapter(new LogbackMDCAdapter());
		this.attachment.attach();
	}

	@AfterEach
	void end() {
		this.attachment.close();
		this.context.stop();
		assertThat(this.captures.failures()).isEmpty();
	}

	@Test
	void seesEachEventOnce() {
		logger("shop.orders").info("one");
		assertThat(this.captures.bodies()).containsExactly("one");
		assertThat(this.attachment.since()).isNotNull();
		assertThat(this.attachment.putBack()).isZero();
	}

	@Test
	void seesEventsOfLoggersThatKeepThemToThemselvesOnce() {
		Logger audit = logger("audit");
		audit.setAdditive(false);
		logger("audit.deep").setAdditive(false);
		awaitPlaced(audit);
		awaitPlaced(logger("audit.deep"));
		audit.info("a");
		logger("audit.orders").info("b");
		logger("audit.deep").info("c");
		logger("audit.deep.down").info("d");
		assertThat(this.captures.bodies()).containsExactly("a", "b", "c", "d");
	}

	@Test
	void aLevelThatIsSetIsASignToLookAgain() {
		this.attachment.close();
		AtomicInteger signs = new AtomicInteger();
		LogbackPlacement placement = new LogbackPlacement(this.context, this.captures.capture());
		assertThat(placement.place(signs::incrementAndGet)).isEqualTo(1);
		Logger audit = logger("audit");
		audit.setAdditive(false);
		audit.setLevel(Level.DEBUG);
		assertThat(signs).hasPositiveValue();
		assertThat(placement.place(signs::incrementAndGet)).as("it was never there before").isZero();
		audit.info("a");
		placement.remove();
		assertThat(this.captures.bodies()).containsExactly("a");
	}

	@Test
	void seesEventsOnceWhereALoggerKeepsThemToItselfNoMore() {
		Logger audit = logger("audit");
		audit.setAdditive(false);
		awaitPlaced(audit);
		audit.setAdditive(true);
		audit.info("at once");
		assertThat(this.captures.bodies()).containsExactly("at once");
	}

	@Test
	void isBackAtOnceAfterAReset() {
		this.context.reset();
		logger("shop").info("right after");
		assertThat(this.captures.bodies()).containsExactly("right after");
		assertThat(placed(root())).hasSize(1);
		Eventually.until(() -> "counted: " + this.attachment.putBack(), () -> this.attachment.putBack() == 1);
	}

	@Test
	void isBackAfterTheContextWasStoppedAndReset() {
		for (int i = 0; i < 3; i++) {
			this.context.stop();
			this.context.reset();
			this.context.start();
		}
		awaitPlaced(root());
		logger("shop").info("again");
		assertThat(this.captures.bodies()).containsExactly("again");
		assertThat(this.attachment.putBack()).isPositive();
	}

	@Test
	void isThereAfterAConfigurationWithoutAReset() throws Exception {
		configure(AUDIT_APART);
		logger("audit").info("a");
		logger("shop").info("b");
		assertThat(this.captures.bodies()).containsExactly("a", "b");
	}

	@Test
	void isThereAfterAReload() throws Exception {
		for (int i = 0; i < 3; i++) {
			this.context.reset();
			configure(AUDIT_APART);
			logger("audit").info("a" + i);
			logger("shop").info("b" + i);
		}
		assertThat(this.captures.bodies()).containsExactly("a0", "b0", "a1", "b1", "a2", "b2");
		awaitPlaced(root());
		assertThat(placed(root())).hasSize(1);
		assertThat(placed(logger("audit"))).hasSize(1);
	}

	@Test
	void isBackWhereAllAppendersAreTakenOffByHand() {
		root().detachAndStopAllAppenders();
		awaitPlaced(root());
		logger("shop").info("again");
		assertThat(this.captures.bodies()).containsExactly("again");
	}

	@Test
	void isNotDoubledWhereTheApplicationPutsBackWhatItTookOff() {
		List<Appender<ILoggingEvent>> saved = placed(root());
		saved.forEach(root()::detachAppender);
		awaitPlaced(root());
		saved.forEach(root()::addAppender);
		logger("shop").info("once");
		assertThat(this.captures.bodies()).containsExactly("once");
	}

	@Test
	void isNotDoubledWhereTheApplicationMovesItIntoAnAsynchronousAppender() {
		AsyncAppender async = new AsyncAppender();
		async.setContext(this.context);
		List<Appender<ILoggingEvent>> saved = placed(root());
		saved.forEach(root()::detachAppender);
		awaitPlaced(root());
		saved.forEach(async::addAppender);
		async.start();
		root().addAppender(async);
		logger("shop").info("once");
		async.stop();
		assertThat(this.captures.bodies()).containsExactly("once");
	}

	@Test
	void respectsLevelsWhenTheyChange() {
		root().setLevel(Level.WARN);
		logger("shop").info("refused");
		logger("shop").setLevel(Level.DEBUG);
		logger("shop").debug("let through");
		assertThat(this.captures.bodies()).containsExactly("let through");
	}

	// As after a race between a look and what takes it off, which stops it first.
	@Test
	void oneThatWasStoppedStartsAgain() {
		placed(root()).get(0).stop();
		logger("shop").info("seen all the same");
		awaitPlaced(root());
		logger("shop").info("seen once");
		assertThat(this.captures.bodies()).containsExactly("seen all the same", "seen once");
		assertThat(placed(root())).hasSize(1);
	}

	// As after a race between a change of the appenders and a thread that logs.
	@Test
	void isBackWhereLogbackOverlooksIt() throws Exception {
		Object appenders = field(field(root(), "aai"), "appenderList");
		Field copy = appenders.getClass().getDeclaredField("ourCopy");
		copy.setAccessible(true);
		logger("shop").info("seen");
		copy.set(appenders, new Appender<?>[0]);
		logger("shop").info("overlooked");
		Eventually.until(() -> "captured: " + this.captures.bodies(), () -> {
			logger("shop").info("seen again");
			return this.captures.bodies().contains("seen again");
		});
		assertThat(this.captures.bodies()).startsWith("seen", "seen again");
		assertThat(placed(root())).hasSize(1);
	}

	private static Object field(Object object, String name) throws ReflectiveOperationException {
		Field field = object.getClass().getDeclaredField(name);
		field.setAccessible(true);
		return field.get(object);
	}

	@Test
	void isNotDoubledByAnAsynchronousAppender() throws Exception {
		Listing behind = new Listing();
		behind.start();
		List<Thread> threads = List.of(logging("a"), logging("b"));
		for (int i = 0; i < 5; i++) {
			AsyncAppender async = new AsyncAppender();
			async.setContext(this.context);
			async.setDiscardingThreshold(0);
			async.addAppender(behind);
			async.start();
			root().addAppender(async);
			int lines = behind.messages.size();
			Eventually.until(() -> "lines of the application", () -> behind.messages.size() > lines + 100);
			root().detachAppender(async);
			async.detachAppender(behind);
			async.stop();
		}
		end(threads);
		assertSeen(behind.messages);
	}

	@Test
	void missesNothingThatTheApplicationsOwnAppenderSees() throws Exception {
		Listing own = new Listing();
		List<Thread> threads = List.of(logging("a"), logging("b"));
		for (int i = 0; i < 20; i++) {
			root().detachAndStopAllAppenders();
			awaitPlaced(root());
			own.start();
			root().addAppender(own);
			configure(EMPTY);
			this.context.reset();
		}
		end(threads);
		assertSeen(own.messages);
	}

	@Test
	void missesNothingWhenAFileThatIsWatchedChanges(@TempDir Path directory) throws Exception {
		Path file = directory.resolve("logback.xml");
		Path lines = directory.resolve("lines.log");
		Files.writeString(file, WATCHED.formatted(lines, 0));
		JoranConfigurator configurator = new JoranConfigurator();
		configurator.setContext(this.context);
		configurator.doConfigure(file.toFile());
		List<Thread> threads = List.of(logging("a"), logging("b"));
		for (int i = 1; i <= 3; i++) {
			Logger version = logger("version" + i);
			replace(file, WATCHED.formatted(lines, i), Instant.now().plusSeconds(10 * i));
			Eventually.until(() -> "read again", () -> version.getLevel() == Level.DEBUG);
			awaitPlaced(logger("audit"));
			logger("audit").info("audited {}", i);
		}
		end(threads);
		assertThat(this.captures.bodies()).containsOnlyOnce("audited 1", "audited 2", "audited 3");
		assertSeen(Files.readAllLines(lines));
		// On the root and on audit, each time.
		Eventually.until(() -> "counted: " + this.attachment.putBack(), () -> this.attachment.putBack() == 6);
	}

	// At once: Logback stops to watch a file that it finds half written.
	private static void replace(Path file, String text, Instant modified) throws IOException {
		Path next = file.resolveSibling("next.xml");
		Files.writeString(next, text);
		Files.setLastModifiedTime(next, FileTime.from(modified));
		Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
	}

	private static void end(List<Thread> threads) throws InterruptedException {
		for (Thread thread : threads) {
			thread.interrupt();
			thread.join();
		}
	}

	private void assertSeen(Collection<String> lines) {
		awaitPlaced(root());
		List<String> captured = this.captures.bodies();
		assertThat(captured).doesNotHaveDuplicates();
		assertThat(Set.copyOf(captured)).containsAll(lines);
		assertThat(placed(root())).hasSize(1);
	}

	@Test
	void leavesTheRecordsToAnAppenderOfOpenTelemetryAsLongAsThereIsOne() {
		AsyncAppender async = new AsyncAppender();
		async.addAppender(new OpenTelemetryAppender());
		logger("shop").addAppender(async);
		Eventually.until(() -> "found", () -> this.attachment.foreignAppender() != null);
		logger("shop").info("theirs");
		logger("shop").detachAppender(async);
		Eventually.until(() -> "gone", () -> this.attachment.foreignAppender() == null);
		logger("shop").info("ours");
		assertThat(this.captures.bodies()).containsExactly("ours");
	}

	@Test
	void leavesNothingBehind() {
		this.attachment.close();
		assertThat(placed(root())).isEmpty();
		root().detachAndStopAllAppenders();
		logger("shop").info("nobody sees it");
		assertThat(this.captures.bodies()).isEmpty();
		this.context.reset();
		assertThat(this.context.getCopyOfListenerList()).isEmpty();
	}

	// Logback goes through its listeners without a lock.
	@Test
	void neverDisturbsAThreadThatConfiguresTheLoggers() {
		for (int i = 0; i < 200; i++) {
			this.context.stop();
			for (int j = 0; j < 50; j++) {
				logger("shop." + j).setLevel((i % 2 == 0) ? Level.INFO : Level.DEBUG);
			}
		}
		Eventually.until(() -> "placed", () -> placed(root()).size() == 1);
	}

	@Test
	void theNextOneTakesOverWhenTheFirstEnds() {
		Captures next = Captures.open();
		try (LogAttachment second = new LogAttachment(new LogbackPlacement(this.context, next.capture()),
				next.capture(), true)) {
			second.attach();
			assertThat(second.isWaiting()).isTrue();
			logger("shop").info("first");
			this.attachment.close();
			logger("shop").info("second");
			assertThat(this.captures.bodies()).containsExactly("first");
			assertThat(next.bodies()).containsExactly("second");
			assertThat(second.isWaiting()).isFalse();
		}
	}

	private Thread logging(String name) {
		Logger logger = logger("shop." + name);
		Thread thread = new Thread(() -> {
			for (int i = 0; !Thread.currentThread().isInterrupted(); i++) {
				logger.info("{} {}", name, i);
				LockSupport.parkNanos(PAUSE_NANOS);
			}
		});
		thread.start();
		return thread;
	}

	private void configure(String xml) throws JoranException {
		JoranConfigurator configurator = new JoranConfigurator();
		configurator.setContext(this.context);
		configurator.doConfigure(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)));
	}

	private Logger root() {
		return logger(Logger.ROOT_LOGGER_NAME);
	}

	private Logger logger(String name) {
		return this.context.getLogger(name);
	}

	private void awaitPlaced(Logger logger) {
		Eventually.until(() -> "an appender on " + logger, () -> !placed(logger).isEmpty());
	}

	private static List<Appender<ILoggingEvent>> placed(Logger logger) {
		List<Appender<ILoggingEvent>> placed = new ArrayList<>();
		Iterator<Appender<ILoggingEvent>> appenders = logger.iteratorForAppenders();
		while (appenders.hasNext()) {
			Appender<ILoggingEvent> appender = appenders.next();
			if (appender instanceof LogbackAppender && appender.isStarted()) {
				placed.add(appender);
			}
		}
		return placed;
	}

	/**
	 * An appender of an application.
	 */
	private static final class Listing extends AppenderBase<ILoggingEvent> {

		private final Queue<String> messages = new ConcurrentLinkedQueue<>();

		@Override
		protected void append(ILoggingEvent event) {
			this.messages.add(event.getFormattedMessage());
		}

	}

}
