package dev.telemetry.sampling;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.trace.ReadableSpan;
import org.jspecify.annotations.Nullable;

import dev.telemetry.decision.RootProgress;
import dev.telemetry.health.DaemonThread;
import dev.telemetry.health.InternalFailures;
import dev.telemetry.names.HttpServerAttributes;

/**
 * Shows why requests are slow: once a request has passed its slow threshold, and again at
 * twice and four times that, the stack of its thread becomes an event on its span. At
 * most five stacks are taken in a second, by one daemon thread that looks at the open
 * requests ten times a second. A request that is not slow costs nothing more. Thread
 * safe.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
public final class SlowStacks implements AutoCloseable {

	private static final int PER_SECOND = 5;

	private static final int MAX_PER_REQUEST = 3;

	private static final long PERIOD_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

	private static final double NANOS_PER_SECOND = 1e9;

	private final TailSampler sampler;

	private final InternalFailures failures;

	private final TokenBucket tokens;

	// Used only by the thread that looks: how many stacks of which requests are taken.
	private Map<LocalTrace, Integer> taken = new HashMap<>();

	private volatile @Nullable Thread thread;

	/**
	 * Creates an instance that does nothing until it is started.
	 * @param sampler knows the open requests
	 * @param failures receives failures of this project's own code
	 */
	public SlowStacks(TailSampler sampler, InternalFailures failures) {
		this(sampler, failures, System::nanoTime);
	}

	SlowStacks(TailSampler sampler, InternalFailures failures, LongSupplier nanoClock) {
		this.sampler = sampler;
		this.failures = failures;
		this.tokens = new TokenBucket(nanoClock);
	}

	/**
	 * Starts the thread, unless it is running.
	 */
	public void start() {
		synchronized (this) {
			if (this.thread == null) {
				Thread created = DaemonThread.of("telemetry-slow-stacks", this::run);
				this.thread = created;
				created.start();
			}
		}
	}

	/**
	 * Ends the thread. It can be started again.
	 */
	@Override
	public void close() {
		synchronized (this) {
			Thread running = this.thread;
			this.thread = null;
			LockSupport.unpark(running);
		}
	}

	private void run() {
		while (Thread.currentThread().equals(this.thread)) {
			try {
				look();
			}
			catch (Throwable ex) {
				this.failures.report("looking at slow requests", ex);
			}
			// An interrupt from elsewhere would keep this thread from ever waiting.
			Thread.interrupted();
			LockSupport.parkNanos(this, PERIOD_NANOS);
		}
	}

	/**
	 * Looks at all open requests once.
	 */
	void look() {
		Map<LocalTrace, Integer> before = this.taken;
		Map<LocalTrace, Integer> after = new HashMap<>();
		this.taken = after;
		for (LocalTrace trace : this.sampler.openTraces()) {
			int stacks = before.getOrDefault(trace, 0);
			ReadableSpan root = trace.openSpan();
			int due = (root != null) ? due(trace, root) : 0;
			if (root != null && due > stacks && take(trace.progress(), root)) {
				stacks = due;
			}
			if (stacks > 0) {
				after.put(trace, stacks);
			}
		}
	}

	/**
	 * Returns how many stacks there should be by now: one at the threshold, two at twice
	 * that, three at four times that.
	 */
	private int due(LocalTrace trace, ReadableSpan root) {
		if (root.getKind() != SpanKind.SERVER) {
			return 0;
		}
		long threshold = SlowRule.thresholdNanos(root, trace.path(), this.sampler.control().settings());
		long elapsed = root.getLatencyNanos();
		int due = 0;
		while (due < MAX_PER_REQUEST && elapsed > threshold) {
			due++;
			elapsed /= 2;
		}
		return due;
	}

	private boolean take(@Nullable RootProgress progress, ReadableSpan root) {
		Thread worker = (progress != null) ? progress.worker() : null;
		if (progress == null || worker == null || progress.isStreaming() || !this.tokens.tryTake(PER_SECOND)) {
			return false;
		}
		StackTraceElement[] frames = worker.getStackTrace();
		// If the thread has changed, the stack may be that of another request.
		if (frames.length == 0 || !worker.equals(progress.worker()) || !(root instanceof Span span)) {
			return false;
		}
		span.addEvent(HttpServerAttributes.SLOW_STACK_EVENT,
				Attributes.of(HttpServerAttributes.ELAPSED_SECONDS, root.getLatencyNanos() / NANOS_PER_SECOND,
						HttpServerAttributes.THREAD_NAME, worker.getName(), HttpServerAttributes.STACK,
						ThreadStack.of(frames)));
		return true;
	}

}
