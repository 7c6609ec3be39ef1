package dev.telemetry.test;

import java.time.Duration;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CountDownLatch;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.EventConditions;
import org.junit.platform.testkit.engine.Events;
import org.junit.platform.testkit.engine.TestExecutionResultConditions;
import org.slf4j.MDC;
import org.springframework.context.annotation.Configuration;
import org.springframework.test.context.junit.jupiter.SpringJUnitConfig;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link TelemetryLeakCheck} as an extension, by running classes that leak.
 */
class TelemetryLeakCheckTests {

	private static final ContextKey<String> KEY = ContextKey.named("order");

	private static final Deque<AutoCloseable> LEFT_BEHIND = new ConcurrentLinkedDeque<>();

	@AfterEach
	void cleanUp() throws Exception {
		for (AutoCloseable left = LEFT_BEHIND.poll(); left != null; left = LEFT_BEHIND.poll()) {
			left.close();
		}
	}

	@Test
	void passesTestsThatLeaveNothing() {
		run(Clean.class).assertStatistics((stats) -> stats.succeeded(2).failed(0));
	}

	@Test
	void failsOnlyTheTestThatLeavesTheMdcChanged() {
		Events events = run(LeavesMdc.class);
		events.assertStatistics((stats) -> stats.failed(1).succeeded(1));
		assertFailure(events, "Telemetry leaked from leaks()", "MDC of thread 'main'", "expected {}", "{orderId=7}");
		assertThat(MDC.get("orderId")).isNull();
	}

	@Test
	void failsATestThatRemovesAnMdcEntryOfOthers() {
		MDC.put("run", "1");
		try {
			assertFailure(run(RemovesMdc.class), "expected {run=1} but was {}");
			assertThat(MDC.get("run")).isEqualTo("1");
		}
		finally {
			MDC.remove("run");
		}
	}

	@Test
	void failsOnlyTheTestThatLeavesAScopeOpen() {
		Events events = run(LeavesScope.class);
		events.assertStatistics((stats) -> stats.failed(1).succeeded(1));
		assertFailure(events, "OpenTelemetry context of thread 'main'", "order=7", "a scope was not closed");
		assertThat(Context.current()).isSameAs(Context.root());
	}

	@Test
	void failsOnlyTheTestThatLeavesAThreadWithItsStack() {
		Events events = run(LeavesThread.class);
		events.assertStatistics((stats) -> stats.failed(1).succeeded(1));
		assertFailure(events, "thread 'telemetry-left-behind' is still alive after PT0.05S", "    at ",
				CountDownLatch.class.getName() + ".await");
	}

	@Test
	void failsATestThatLeavesABatchSpanProcessor() {
		assertFailure(run(LeavesProcessor.class), "thread 'BatchSpanProcessor_WorkerThread-");
	}

	@Test
	void waitsForThreadsThatAreAboutToEnd() {
		run(EndsThreadLate.class).assertStatistics((stats) -> stats.succeeded(1).failed(0));
	}

	@Test
	void allowsThreadsThatWereThereBefore() {
		run(SharesThread.class).assertStatistics((stats) -> stats.succeeded(1).failed(0));
	}

	@Test
	void ignoresThreadsOfOthers() {
		run(LeavesOtherThread.class).assertStatistics((stats) -> stats.succeeded(1).failed(0));
	}

	@Test
	void allowsThreadsOfAnApplicationThatSpringKeeps() {
		run(UsesApplication.class).assertStatistics((stats) -> stats.succeeded(2).failed(0));
	}

	@Test
	void failsATestOfSpringThatLeavesAnythingElse() {
		assertFailure(run(LeavesProcessorBesideSpring.class), "thread 'BatchSpanProcessor_WorkerThread-");
	}

	@Test
	void reportsAllLeaksOfATestTogether() {
		assertFailure(run(LeavesEverything.class), "MDC of", "context of", "thread 'telemetry-");
	}

	private static Events run(Class<?> tests) {
		return EngineTestKit.engine("junit-jupiter")
			.selectors(DiscoverySelectors.selectClass(tests))
			.execute()
			.testEvents();
	}

	private static void assertFailure(Events events, String... parts) {
		events.assertThatEvents()
			.haveExactly(1,
					EventConditions.finishedWithFailure(TestExecutionResultConditions.instanceOf(AssertionError.class),
							TestExecutionResultConditions.message((text) -> {
								assertThat(text).contains(parts);
								return true;
							})));
	}

	@SuppressWarnings("MustBeClosed")
	private static void leaveScopeOpen() {
		Context.current().with(KEY, "7").makeCurrent();
	}

	private static Thread startThread(String name) {
		CountDownLatch end = new CountDownLatch(1);
		Thread thread = new Thread(() -> {
			try {
				end.await();
			}
			catch (InterruptedException ex) {
				// The end of this thread.
			}
		}, name);
		thread.setDaemon(true);
		thread.start();
		LEFT_BEHIND.add(thread::interrupt);
		return thread;
	}

	/**
	 * Cleans up after itself.
	 */
	@NoTelemetryLeaks
	static class Clean {

		@Test
		void usesTheMdc() {
			try (MDC.MDCCloseable entry = MDC.putCloseable("orderId", "7")) {
				assertThat(MDC.get("orderId")).isEqualTo("7");
			}
		}

		@Test
		void endsItsThread() throws InterruptedException {
			Thread thread = startThread("telemetry-ended");
			thread.interrupt();
			thread.join(5000);
		}

	}

	/**
	 * Leaves an MDC entry in its first test.
	 */
	@NoTelemetryLeaks
	@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
	static class LeavesMdc {

		@Test
		@Order(1)
		void leaks() {
			MDC.put("orderId", "7");
		}

		@Test
		@Order(2)
		void clean() {
			assertThat(MDC.get("orderId")).isNull();
		}

	}

	/**
	 * Removes what is not its own.
	 */
	@NoTelemetryLeaks
	static class RemovesMdc {

		@Test
		void leaks() {
			MDC.clear();
		}

	}

	/**
	 * Leaves a scope open in its first test.
	 */
	@NoTelemetryLeaks
	@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
	static class LeavesScope {

		@Test
		@Order(1)
		void leaks() {
			leaveScopeOpen();
		}

		@Test
		@Order(2)
		void clean() {
			assertThat(Context.current()).isSameAs(Context.root());
		}

	}

	/**
	 * Leaves a thread running in its first test.
	 */
	@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
	static class LeavesThread {

		@RegisterExtension
		final TelemetryLeakCheck leakCheck = TelemetryLeakCheck.withTimeout(Duration.ofMillis(50));

		@Test
		@Order(1)
		void leaks() {
			startThread("telemetry-left-behind");
		}

		@Test
		@Order(2)
		void clean() {
		}

	}

	/**
	 * Forgets to shut down a processor.
	 */
	static class LeavesProcessor {

		@RegisterExtension
		final TelemetryLeakCheck leakCheck = TelemetryLeakCheck.withTimeout(Duration.ofMillis(50));

		@Test
		void leaks() {
			LEFT_BEHIND.add(BatchSpanProcessor.builder(new RecordedSpans()).build());
		}

	}

	/**
	 * Ends its thread, but does not wait for it.
	 */
	static class EndsThreadLate {

		@RegisterExtension
		final TelemetryLeakCheck leakCheck = TelemetryLeakCheck.withTimeout(Duration.ofSeconds(5));

		@Test
		void endsAsynchronously() {
			startThread("telemetry-late").interrupt();
		}

	}

	/**
	 * Shares a thread between its tests.
	 */
	@NoTelemetryLeaks
	static class SharesThread {

		@BeforeAll
		static void start() {
			startThread("telemetry-shared");
		}

		@Test
		void usesIt() {
		}

	}

	/**
	 * Starts a thread that has nothing to do with telemetry.
	 */
	@NoTelemetryLeaks
	static class LeavesOtherThread {

		@Test
		void leaks() {
			startThread("worker");
		}

	}

	/**
	 * Has an application that starts its threads when it is used.
	 */
	@NoTelemetryLeaks
	@SpringJUnitConfig(UsesApplication.Application.class)
	static class UsesApplication {

		@Test
		void usesIt() {
			startThread("telemetry-export-otlp");
		}

		/**
		 * Has the same application.
		 */
		@Nested
		class Below {

			@Test
			void usesItToo() {
				startThread("telemetry-export-logs");
			}

		}

		/**
		 * The application.
		 */
		@Configuration(proxyBeanMethods = false)
		static class Application {

		}

	}

	/**
	 * Forgets to shut down a processor of its own.
	 */
	@SpringJUnitConfig(UsesApplication.Application.class)
	static class LeavesProcessorBesideSpring {

		@RegisterExtension
		final TelemetryLeakCheck leakCheck = TelemetryLeakCheck.withTimeout(Duration.ofMillis(50));

		@Test
		void leaks() {
			LEFT_BEHIND.add(BatchSpanProcessor.builder(new RecordedSpans()).build());
		}

	}

	/**
	 * Leaves all there is to leave.
	 */
	static class LeavesEverything {

		@RegisterExtension
		final TelemetryLeakCheck leakCheck = TelemetryLeakCheck.withTimeout(Duration.ofMillis(50));

		@Test
		void leaks() {
			MDC.put("orderId", "7");
			leaveScopeOpen();
			startThread("telemetry-left-behind");
		}

	}

}
