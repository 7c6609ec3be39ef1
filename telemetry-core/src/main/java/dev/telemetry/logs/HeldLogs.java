package dev.telemetry.logs;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

import io.opentelemetry.api.logs.Severity;
import org.jspecify.annotations.Nullable;

import dev.telemetry.decision.DecisionListener;
import dev.telemetry.decision.DecisionSource;

/**
 * Holds records below a warning until their trace is decided: they are exported if the
 * trace is kept, and forgotten if not. Warnings, errors and records without a trace are
 * passed on at once. Records of a request whose path is untraced are forgotten, because
 * its trace is never kept. Held records are bounded in number for each trace and in bytes
 * for all; the oldest make room. Thread safe; holds no lock while it passes records on.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
public final class HeldLogs implements LogConsumer {

	private final DecisionSource decisions;

	private final LogCapture capture;

	private final LogConsumer leaving;

	private final int maxRecords;

	private final long maxBytes;

	private final Supplier<DecisionListener> waiting = this::newWaiting;

	private final LongAdder records = new LongAdder();

	private final LongAdder bytes = new LongAdder();

	private final Lock lock = new ReentrantLock();

	// Guarded by lock: the traces with waiting records, the oldest first.
	private final Set<WaitingLogs> traces = new LinkedHashSet<>();

	private final SampledIds sampled = new SampledIds();

	// Guarded by lock.
	private boolean closed;

	/**
	 * Creates an instance.
	 * @param decisions passes on the decisions about traces
	 * @param capture counts records that are not exported
	 * @param leaving receives records that are exported
	 * @param maxRecords the largest number of held records of a trace; the newest are
	 * held
	 * @param maxBytes the most memory that all held records may take, in bytes
	 */
	public HeldLogs(DecisionSource decisions, LogCapture capture, LogConsumer leaving, int maxRecords, long maxBytes) {
		this.decisions = decisions;
		this.capture = capture;
		this.leaving = leaving;
		this.maxRecords = maxRecords;
		this.maxBytes = maxBytes;
	}

	@Override
	public void accept(CapturedLog log) {
		if (log.span().isSampled()) {
			this.sampled.add(log.span().getTraceId());
		}
		boolean important = log.severity().getSeverityNumber() >= Severity.WARN.getSeverityNumber();
		if (important || !log.span().isValid()) {
			this.leaving.accept(log);
			return;
		}
		DecisionListener listener = this.decisions.listen(log.span(), this.waiting);
		if (listener instanceof WaitingLogs trace) {
			trace.add(log);
		}
		else {
			decided(log, listener.equals(DecisionListener.KEPT) || this.sampled.contains(log.span().getTraceId()));
		}
	}

	private void decided(CapturedLog log, boolean kept) {
		if (kept) {
			log.markSampled();
			this.leaving.accept(log);
		}
		else {
			this.capture.leaveOut(LeftOut.NOT_KEPT, 1);
		}
	}

	private DecisionListener newWaiting() {
		WaitingLogs trace = new WaitingLogs();
		this.lock.lock();
		try {
			if (this.closed) {
				trace.givenUp = LeftOut.CLOSED;
			}
			else {
				this.traces.add(trace);
			}
		}
		finally {
			this.lock.unlock();
		}
		return trace;
	}

	private void makeRoom() {
		while (this.bytes.sum() > this.maxBytes) {
			WaitingLogs oldest = oldest();
			if (oldest == null) {
				return;
			}
			oldest.giveUp(LeftOut.HOLD_FULL);
		}
	}

	private @Nullable WaitingLogs oldest() {
		this.lock.lock();
		try {
			Iterator<WaitingLogs> all = this.traces.iterator();
			if (!all.hasNext()) {
				return null;
			}
			WaitingLogs oldest = all.next();
			all.remove();
			return oldest;
		}
		finally {
			this.lock.unlock();
		}
	}

	private void ended(WaitingLogs trace) {
		this.lock.lock();
		try {
			this.traces.remove(trace);
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	public long waiting() {
		return this.records.sum();
	}

	@Override
	public void close() {
		this.lock.lock();
		try {
			this.closed = true;
		}
		finally {
			this.lock.unlock();
		}
		for (WaitingLogs trace = oldest(); trace != null; trace = oldest()) {
			trace.giveUp(LeftOut.CLOSED);
		}
	}

	/**
	 * The records that wait for one trace.
	 */
	private final class WaitingLogs implements DecisionListener {

		private final Lock own = new ReentrantLock();

		// Guarded by own.
		private Deque<CapturedLog> logs = new ArrayDeque<>(4);

		// Guarded by own.
		private long size;

		// Guarded by own: why the records were given up before a decision.
		private @Nullable LeftOut givenUp;

		// Guarded by own.
		private @Nullable Boolean kept;

		void add(CapturedLog log) {
			Boolean decision = hold(log, log.footprint());
			if (decision != null) {
				HeldLogs.this.decided(log, decision);
			}
			else {
				makeRoom();
			}
		}

		private @Nullable Boolean hold(CapturedLog log, long footprint) {
			this.own.lock();
			try {
				if (this.kept != null) {
					return this.kept;
				}
				if (this.givenUp != null) {
					HeldLogs.this.capture.leaveOut(this.givenUp, 1);
					return null;
				}
				if (this.logs.size() >= HeldLogs.this.maxRecords) {
					CapturedLog oldest = this.logs.remove();
					count(-1, -oldest.footprint());
					HeldLogs.this.capture.leaveOut(LeftOut.HOLD_FULL, 1);
				}
				this.logs.add(log);
				count(1, footprint);
				return null;
			}
			finally {
				this.own.unlock();
			}
		}

		private void count(int number, long footprint) {
			this.size += footprint;
			HeldLogs.this.records.add(number);
			HeldLogs.this.bytes.add(footprint);
		}

		@Override
		public void decided(boolean isKept) {
			ended(this);
			for (CapturedLog log : take(isKept, null)) {
				HeldLogs.this.decided(log, isKept);
			}
		}

		@Override
		public void evicted() {
			ended(this);
			giveUp(LeftOut.TRACE_EVICTED);
		}

		// Later records of the trace are not held either: the log of the trace would have
		// a gap.
		void giveUp(LeftOut reason) {
			HeldLogs.this.capture.leaveOut(reason, take(null, reason).size());
		}

		private Deque<CapturedLog> take(@Nullable Boolean decision, @Nullable LeftOut reason) {
			this.own.lock();
			try {
				Deque<CapturedLog> taken = this.logs;
				count(-taken.size(), -this.size);
				this.logs = new ArrayDeque<>(1);
				if (this.kept == null) {
					this.kept = decision;
					this.givenUp = reason;
				}
				return taken;
			}
			finally {
				this.own.unlock();
			}
		}

	}

}
