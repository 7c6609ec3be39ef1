package dev.telemetry.test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutorService;

import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * A JUnit extension that fails a test which leaves telemetry behind: entries in the SLF4J
 * MDC or an OpenTelemetry context on the test's thread, or threads of this library
 * ({@code telemetry-...}) and of OpenTelemetry's batch processors that do not end within
 * a timeout. The state before the test is what counts, so that what a class shares
 * between its tests may stay. In a test of Spring, neither are threads of this library a
 * leak: the application of the test starts them when they are first needed, and Spring
 * keeps it for other tests. The thread's state is put right again, so that one leak fails
 * one test.
 * <p>
 * Tests that run at the same time in one JVM see each other's threads as leaks, and
 * virtual threads are not seen at all. Register it with {@link NoTelemetryLeaks} or with
 * {@code @ExtendWith}.
 *
 * @since 0.1.0
 */
public final class TelemetryLeakCheck implements BeforeEachCallback, AfterEachCallback {

	private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(5);

	private static final String SPRING = "org.springframework.test.context.junit.jupiter.SpringExtension";

	private final ExtensionContext.Namespace namespace = ExtensionContext.Namespace.create(TelemetryLeakCheck.class,
			this);

	private final Duration timeout;

	/**
	 * Creates a check that gives threads 5 seconds to end.
	 */
	public TelemetryLeakCheck() {
		this(DEFAULT_TIMEOUT);
	}

	private TelemetryLeakCheck(Duration timeout) {
		this.timeout = timeout;
	}

	/**
	 * Creates a check with another timeout, for use with {@code @RegisterExtension}.
	 * @param timeout how long all threads of a test together have to end after it
	 * @return the check
	 */
	public static TelemetryLeakCheck withTimeout(Duration timeout) {
		return new TelemetryLeakCheck(timeout);
	}

	/**
	 * Checks that the threads of a pool carry no MDC entries and no OpenTelemetry
	 * context. Give it the bare pool: one that carries over the caller's context would
	 * show that.
	 * @param executor the pool, whose threads are all free or will be within 5 seconds
	 * @param threads how many threads the pool has, exactly
	 * @throws AssertionError when a thread is not clean, or when so many threads are not
	 * free at the same time
	 * @throws InterruptedException when this thread is interrupted
	 */
	public static void assertClean(ExecutorService executor, int threads) throws InterruptedException {
		report("the pool", new PooledThreads(executor, threads, DEFAULT_TIMEOUT).leaks());
	}

	/**
	 * Notes the state before a test; called by JUnit.
	 * @param context the test
	 */
	@Override
	public void beforeEach(ExtensionContext context) {
		ExtensionContext.Store store = context.getStore(this.namespace);
		store.put(ThreadState.class, ThreadState.ofCurrentThread());
		store.put(TelemetryThreads.class, TelemetryThreads.alive());
	}

	/**
	 * Compares the state after a test; called by JUnit.
	 * @param context the test
	 * @throws AssertionError when the test left something behind
	 * @throws InterruptedException when this thread is interrupted
	 */
	@Override
	public void afterEach(ExtensionContext context) throws InterruptedException {
		ExtensionContext.Store store = context.getStore(this.namespace);
		ThreadState state = Objects.requireNonNull(store.get(ThreadState.class, ThreadState.class));
		TelemetryThreads threads = Objects.requireNonNull(store.get(TelemetryThreads.class, TelemetryThreads.class));
		List<String> leaks = new ArrayList<>(state.leaksOfCurrentThread());
		if (!leaks.isEmpty()) {
			state.restoreOnCurrentThread();
		}
		leaks.addAll(threads.leaksAfter(this.timeout, isOfSpring(context)));
		report(context.getDisplayName(), leaks);
	}

	// By its name: Spring is optional.
	private static boolean isOfSpring(ExtensionContext context) {
		for (Class<?> type = context.getTestClass().orElse(null); type != null; type = type.getEnclosingClass()) {
			for (ExtendWith extensions : AnnotationSupport.findRepeatableAnnotations(type, ExtendWith.class)) {
				for (Class<?> extension : extensions.value()) {
					if (extension.getName().equals(SPRING)) {
						return true;
					}
				}
			}
		}
		return false;
	}

	private static void report(String culprit, List<String> leaks) {
		if (!leaks.isEmpty()) {
			throw new AssertionError("Telemetry leaked from %s:%n- %s".formatted(culprit,
					String.join(System.lineSeparator() + "- ", leaks)));
		}
	}

}
