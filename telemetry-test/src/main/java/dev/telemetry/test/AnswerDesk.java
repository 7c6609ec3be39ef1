package dev.telemetry.test;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;

/**
 * Decides when each request is answered. A request that has to wait takes up no thread:
 * it is kept in a set until its timer fires, the behaviour changes, or the desk closes.
 * Thread-safe.
 */
final class AnswerDesk implements Intake, AutoCloseable {

	private final Ledger ledger;

	private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1,
			new DaemonThreads("otlp-receiver-timer"));

	private final Lock lock = new ReentrantLock();

	// The three below are guarded by lock.
	private final Set<Waiting> waiting = new LinkedHashSet<>();

	private Behaviour behaviour = Behaviour.accept();

	private boolean closed;

	AnswerDesk(Ledger ledger) {
		this.ledger = ledger;
	}

	@Override
	public void received(ReceivedRequest request, Reply reply) {
		this.ledger.arrived(request);
		handle(new Exchange(request, reply, this.ledger));
	}

	@Override
	public void unreadable(ReceivedRequest request) {
		this.ledger.arrived(request);
	}

	void respond(Behaviour behaviour) {
		for (Waiting released : changeTo(behaviour)) {
			released.cancelTimer();
			handle(released.exchange);
		}
	}

	Behaviour behaviour() {
		this.lock.lock();
		try {
			return this.behaviour;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Lets go of all requests without an answer; those that still arrive get none either.
	 */
	@Override
	public void close() {
		this.lock.lock();
		try {
			this.closed = true;
			this.waiting.clear();
		}
		finally {
			this.lock.unlock();
		}
		this.timer.shutdownNow();
	}

	private void handle(Exchange exchange) {
		Behaviour current;
		this.lock.lock();
		try {
			current = this.behaviour;
			if (this.closed || mustWait(exchange)) {
				return;
			}
		}
		finally {
			this.lock.unlock();
		}
		current.answer(exchange);
	}

	private boolean mustWait(Exchange exchange) {
		if (this.behaviour.pause().isZero()) {
			return false;
		}
		Waiting wait = new Waiting(exchange, this.behaviour);
		this.waiting.add(wait);
		if (!this.behaviour.hangs()) {
			wait.timer = this.timer.schedule(() -> timeUp(wait), this.behaviour.pause().toNanos(),
					TimeUnit.NANOSECONDS);
		}
		return true;
	}

	private void timeUp(Waiting wait) {
		this.lock.lock();
		try {
			if (!this.waiting.remove(wait)) {
				return;
			}
		}
		finally {
			this.lock.unlock();
		}
		wait.behaviour.answer(wait.exchange);
	}

	private List<Waiting> changeTo(Behaviour next) {
		this.lock.lock();
		try {
			this.behaviour = next;
			List<Waiting> released = new ArrayList<>(this.waiting);
			this.waiting.clear();
			return released;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * One wait of one request. Compared by identity, so that a timer that fires while the
	 * behaviour changes cannot end a later wait.
	 */
	private static final class Waiting {

		private final Exchange exchange;

		private final Behaviour behaviour;

		private @Nullable Future<?> timer;

		Waiting(Exchange exchange, Behaviour behaviour) {
			this.exchange = exchange;
			this.behaviour = behaviour;
		}

		void cancelTimer() {
			if (this.timer != null) {
				this.timer.cancel(false);
			}
		}

	}

}
