package dev.telemetry.sampling;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

import io.opentelemetry.sdk.trace.ReadableSpan;
import org.jspecify.annotations.Nullable;

/**
 * What was decided about traces that are kept although they are not sampled, by the ids
 * of their spans, so that a span which starts late can follow. All others follow their
 * sampled flag. Such traces are rare, so a lock will do. Bounded: the oldest are
 * forgotten. Thread safe.
 */
final class RecentlyKept {

	private static final int MAX_SPANS = 10_000;

	private final ReentrantLock lock = new ReentrantLock();

	private final Map<String, Decision> decisions = new LinkedHashMap<>() {

		private static final long serialVersionUID = 1L;

		@Override
		protected boolean removeEldestEntry(Map.Entry<String, Decision> eldest) {
			return size() > MAX_SPANS;
		}

	};

	private volatile boolean empty = true;

	void add(ReadableSpan root, List<ReadableSpan> others, Decision decision) {
		this.lock.lock();
		try {
			this.decisions.put(root.getSpanContext().getSpanId(), decision);
			for (ReadableSpan span : others) {
				this.decisions.put(span.getSpanContext().getSpanId(), decision);
			}
			this.empty = false;
		}
		finally {
			this.lock.unlock();
		}
	}

	void add(String spanId, Decision decision) {
		this.lock.lock();
		try {
			this.decisions.put(spanId, decision);
			this.empty = false;
		}
		finally {
			this.lock.unlock();
		}
	}

	@Nullable Decision get(String spanId) {
		if (this.empty) {
			return null;
		}
		this.lock.lock();
		try {
			return this.decisions.get(spanId);
		}
		finally {
			this.lock.unlock();
		}
	}

}
