package dev.telemetry.test;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What a receiver was sent, and what it took. Thread-safe.
 */
final class Ledger {

	private final Arrivals<ReceivedRequest> requests = new Arrivals<>();

	private final Arrivals<ReceivedSpan> spans = new Arrivals<>();

	private final Arrivals<ReceivedLog> logs = new Arrivals<>();

	private final AtomicInteger batches = new AtomicInteger();

	void arrived(ReceivedRequest request) {
		this.requests.add(List.of(request));
	}

	void accepted(ReceivedRequest request, long rejected) {
		this.batches.incrementAndGet();
		this.spans.add(withoutLast(request.spans(), rejected));
		this.logs.add(withoutLast(request.logs(), rejected));
	}

	private static <T> List<T> withoutLast(List<T> batch, long rejected) {
		return batch.subList(0, (int) Math.max(0, batch.size() - rejected));
	}

	Arrivals<ReceivedRequest> requests() {
		return this.requests;
	}

	Arrivals<ReceivedSpan> spans() {
		return this.spans;
	}

	Arrivals<ReceivedLog> logs() {
		return this.logs;
	}

	int batches() {
		return this.batches.get();
	}

	void clear() {
		this.requests.clear();
		this.spans.clear();
		this.logs.clear();
		this.batches.set(0);
	}

	@Override
	public String toString() {
		List<ReceivedSpan> received = this.spans.snapshot();
		int logs = this.logs.snapshot().size();
		return "spans=%d, batches=%d, requests=%d to %s%s%n%s".formatted(received.size(), batches(),
				this.requests.snapshot().size(), paths(), (logs > 0) ? ", log records=" + logs : "",
				SpanTree.ofReceived(received));
	}

	private List<String> paths() {
		return this.requests.snapshot().stream().map(ReceivedRequest::path).distinct().toList();
	}

}
