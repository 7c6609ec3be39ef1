package dev.telemetry.sampling;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

import io.opentelemetry.sdk.trace.ReadableSpan;
import org.jspecify.annotations.Nullable;

/**
 * Remembers the traces of spans that are not followed. These are spans of traces that are
 * kept although they are not sampled, so that late spans follow that decision, and spans
 * for which there was no room, so that they are counted. All other spans follow their
 * sampled flag. Such traces are rare, so one lock is enough. Bounded: the oldest spans
 * are forgotten. Thread safe.
 *
 * @param <T> the type of the traces
 */
final class TraceMemory<T> {

	private static final int MAX_SPANS = 20_000;

	private final ReentrantLock lock = new ReentrantLock();

	private final Map<String, T> traces = new LinkedHashMap<>() {

		private static final long serialVersionUID = 1L;

		@Override
		protected boolean removeEldestEntry(Map.Entry<String, T> eldest) {
			return size() > MAX_SPANS;
		}

	};

	private volatile boolean empty = true;

	void add(String spanId, T trace) {
		this.lock.lock();
		try {
			this.traces.put(spanId, trace);
			this.empty = false;
		}
		finally {
			this.lock.unlock();
		}
	}

	void add(List<ReadableSpan> spans, T trace) {
		if (spans.isEmpty()) {
			return;
		}
		this.lock.lock();
		try {
			for (int i = 0; i < spans.size(); i++) {
				this.traces.put(spans.get(i).getSpanContext().getSpanId(), trace);
			}
			this.empty = false;
		}
		finally {
			this.lock.unlock();
		}
	}

	@Nullable T get(String spanId) {
		if (this.empty) {
			return null;
		}
		this.lock.lock();
		try {
			return this.traces.get(spanId);
		}
		finally {
			this.lock.unlock();
		}
	}

}
