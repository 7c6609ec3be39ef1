package dev.telemetry.servlet;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

import dev.telemetry.decision.RequestMeter;
import dev.telemetry.decision.RequestOutcome;

/**
 * Keeps what it is told.
 */
final class RecordingMeter implements RequestMeter {

	private final AtomicInteger started = new AtomicInteger();

	private final List<RequestOutcome> outcomes = new CopyOnWriteArrayList<>();

	@Override
	public void started() {
		this.started.incrementAndGet();
	}

	@Override
	public void ended(RequestOutcome outcome) {
		this.outcomes.add(outcome);
	}

	int startedCount() {
		return this.started.get();
	}

	List<RequestOutcome> outcomes() {
		return this.outcomes;
	}

}
