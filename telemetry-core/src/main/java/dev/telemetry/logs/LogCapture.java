package dev.telemetry.logs;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

import io.opentelemetry.api.logs.Severity;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import org.jspecify.annotations.Nullable;

import dev.telemetry.context.LogContext;
import dev.telemetry.control.Adjustable;
import dev.telemetry.health.EnumCounts;
import dev.telemetry.health.HeapShare;

/**
 * Converts log events that appenders see on threads of the application to records, and
 * passes these on. Never throws into a log call, never waits for an exporter, and ignores
 * events that it causes itself. Records wait here until a consumer is set. Thread safe.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
public final class LogCapture {

	// Maximum depth of nested log calls: the toString() of an argument may itself log.
	private static final int MAX_DEPTH = 8;

	// Bounds the memory of records that wait for an exporter.
	private static final long MAX_EARLY_BYTES = HeapShare.atMost(32L * 1024 * 1024);

	private final Adjustable<LoggerRules> rules;

	private final LogCaptureSettings settings;

	private final BiConsumer<String, Throwable> failures;

	// The value is an array of the JDK, because threads of a container live longer than
	// the application.
	@SuppressWarnings("ThreadLocalUsage")
	private final ThreadLocal<int[]> depth = ThreadLocal.withInitial(() -> new int[1]);

	private final LongAdder captured = new LongAdder();

	private final EnumCounts<LeftOut> leftOut = new EnumCounts<>(LeftOut.class);

	private final Lock lock = new ReentrantLock();

	// Guarded by lock.
	private final Deque<CapturedLog> early = new ArrayDeque<>();

	// Guarded by lock: how much memory the early records take.
	private long earlyBytes;

	private volatile @Nullable LogConsumer consumer;

	private volatile boolean suspended;

	private volatile boolean closed;

	private volatile @Nullable String lastFailure;

	/**
	 * Creates a capture that holds records until it is opened.
	 * @param settings what is captured
	 * @param failures receives failures of the capture itself, with a description of the
	 * work
	 */
	public LogCapture(LogCaptureSettings settings, BiConsumer<String, Throwable> failures) {
		this.settings = settings;
		this.rules = new Adjustable<>(new LoggerRules(settings.loggers()));
		this.failures = failures;
	}

	/**
	 * Captures an event, if the rules accept its logger and severity. Never throws.
	 * @param <E> the type of the event
	 * @param logger full name of the logger
	 * @param severity the severity
	 * @param severityText the name of the level in the logging system
	 * @param event the event
	 * @param reader reads the event
	 */
	public <E> void capture(String logger, Severity severity, String severityText, E event, LogReader<E> reader) {
		if (this.suspended || !this.rules.current().accepts(logger, severity.getSeverityNumber())) {
			return;
		}
		int[] calls = this.depth.get();
		if (calls[0] >= MAX_DEPTH) {
			leaveOut(LeftOut.RECURSION);
			return;
		}
		calls[0]++;
		try {
			CapturedLog log = new CapturedLog(logger, severity, severityText);
			reader.read(event, log);
			complete(log);
			add(log);
		}
		catch (Throwable ex) {
			failed(ex, calls);
		}
		finally {
			calls[0]--;
		}
	}

	private void complete(CapturedLog log) {
		log.cutBody(this.settings.maxBodyLength());
		log.setContext(LogContext.current());
		if (!log.span().isValid()) {
			SpanContext current = Span.current().getSpanContext();
			log.setSpan((current.isValid()) ? current : MdcSpans.find(log.mdc()));
		}
	}

	private void add(CapturedLog log) {
		LogConsumer taking = this.consumer;
		if (taking != null) {
			this.captured.increment();
			taking.accept(log);
		}
		else {
			addEarly(log);
		}
	}

	/**
	 * Passes on a record that was not logged, and that does not wait for a decision.
	 */
	void take(CapturedLog log, LogConsumer taking) {
		if (this.closed) {
			leaveOut(LeftOut.CLOSED);
		}
		else {
			this.captured.increment();
			taking.accept(log);
		}
	}

	private void addEarly(CapturedLog log) {
		this.lock.lock();
		try {
			LogConsumer taking = this.consumer;
			if (taking != null) {
				this.captured.increment();
				taking.accept(log);
			}
			else if (this.closed) {
				leaveOut(LeftOut.CLOSED);
			}
			else if (this.early.size() >= this.settings.earlyRecords()
					|| log.footprint() > MAX_EARLY_BYTES - this.earlyBytes) {
				leaveOut(LeftOut.EARLY);
			}
			else {
				this.early.add(log);
				this.earlyBytes += log.footprint();
				this.captured.increment();
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	// The report may be logged; this capture must ignore it.
	private void failed(Throwable failure, int[] calls) {
		int before = calls[0];
		calls[0] = MAX_DEPTH;
		try {
			leaveOut(LeftOut.UNREADABLE);
			report("capturing a log record", failure);
		}
		catch (Throwable ex) {
			// No exception may reach the log call.
		}
		finally {
			calls[0] = before;
		}
	}

	/**
	 * Notes a failure by which no record is lost.
	 */
	void report(String during, Throwable failure) {
		this.lastFailure = failure.getClass().getName();
		this.failures.accept(during, failure);
	}

	private void leaveOut(LeftOut reason) {
		leaveOut(reason, 1);
	}

	/**
	 * Counts records that are not exported.
	 */
	void leaveOut(LeftOut reason, int records) {
		this.leftOut.add(reason, records);
	}

	/**
	 * Does work, and ignores everything that the work logs on this thread.
	 * @param <R> the type of the result
	 * @param work the work
	 * @return what the work returns
	 */
	public <R> R unseen(Supplier<R> work) {
		int[] calls = this.depth.get();
		int before = calls[0];
		calls[0] = MAX_DEPTH;
		try {
			return work.get();
		}
		finally {
			calls[0] = before;
		}
	}

	/**
	 * Passes on all records captured so far, and all further ones from now on.
	 * @param taking receives the records
	 */
	public void open(LogConsumer taking) {
		this.lock.lock();
		try {
			if (this.closed) {
				return;
			}
			CapturedLog log = this.early.poll();
			while (log != null) {
				taking.accept(log);
				log = this.early.poll();
			}
			this.consumer = taking;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Stops capturing. Records that were not passed on are lost, and counted.
	 */
	public void close() {
		LogConsumer taking = this.consumer;
		if (taking != null) {
			taking.close();
		}
		this.lock.lock();
		try {
			this.closed = true;
			this.consumer = null;
			leaveOut(LeftOut.CLOSED, this.early.size());
			this.early.clear();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Leaves the records to another appender, or takes them back.
	 * @param other whether another appender exports them
	 */
	public void suspend(boolean other) {
		this.suspended = other;
	}

	/**
	 * Returns how many records were captured.
	 * @return the number, including records that wait to be passed on
	 */
	public long captured() {
		return this.captured.sum();
	}

	/**
	 * Returns whether the capture was closed.
	 * @return whether nothing is captured any more
	 */
	public boolean isClosed() {
		return this.closed;
	}

	/**
	 * Returns how many captured records were not exported for a reason.
	 * @param reason the reason
	 * @return the number of records
	 */
	public long leftOut(LeftOut reason) {
		return this.leftOut.count(reason);
	}

	/**
	 * Returns how many records wait to be passed on.
	 * @return the number of records that came early, or that wait for their trace
	 */
	public long waiting() {
		LogConsumer taking = this.consumer;
		if (taking != null) {
			return taking.waiting();
		}
		this.lock.lock();
		try {
			return this.early.size();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Returns the last failure.
	 * @return the name of an exception, or {@code null} if there was none
	 */
	public @Nullable String lastFailure() {
		return this.lastFailure;
	}

	/**
	 * Returns the rules for the severity from which on records of loggers are captured.
	 * @return the rules, which can be changed for a while
	 */
	public Adjustable<LoggerRules> rules() {
		return this.rules;
	}

}
