package dev.telemetry.sampling;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

import io.opentelemetry.api.trace.SpanKind;
import org.jspecify.annotations.Nullable;

import dev.telemetry.names.KeepReasons;

/**
 * Keeps a trace of an operation of which no trace was kept for a while, so that each
 * operation can be seen. Knows 1,000 operations, and keeps no traces of others.
 */
final class RouteRule implements KeepRule {

	private static final int MAX_OPERATIONS = 1_000;

	private final ConcurrentMap<String, AtomicLong> keptRequests = new ConcurrentHashMap<>();

	private final ConcurrentMap<String, AtomicLong> keptOthers = new ConcurrentHashMap<>();

	private final LongSupplier nanoClock;

	RouteRule(LongSupplier nanoClock) {
		this.nanoClock = nanoClock;
	}

	@Override
	public String reason() {
		return KeepReasons.ROUTE;
	}

	@Override
	public boolean keeps(EndedRoot root) {
		long interval = root.settings().routeIntervalNanos();
		if (interval <= 0) {
			return false;
		}
		long now = this.nanoClock.getAsLong();
		AtomicLong kept = kept(root, now - interval);
		if (kept == null) {
			return false;
		}
		long last = kept.get();
		return now - last >= interval && kept.compareAndSet(last, now);
	}

	@Override
	public AdjustedCount adjustedCount() {
		return AdjustedCount.UNKNOWN;
	}

	/**
	 * Notes that a root was kept, for any reason.
	 */
	void kept(EndedRoot root) {
		if (root.settings().routeIntervalNanos() > 0) {
			long now = this.nanoClock.getAsLong();
			AtomicLong kept = kept(root, now);
			if (kept != null) {
				kept.set(now);
			}
		}
	}

	private @Nullable AtomicLong kept(EndedRoot root, long first) {
		ConcurrentMap<String, AtomicLong> operations = (root.outcome().kind() == SpanKind.SERVER) ? this.keptRequests
				: this.keptOthers;
		String operation = root.outcome().operation();
		AtomicLong kept = operations.get(operation);
		if (kept == null && operations.size() < MAX_OPERATIONS) {
			AtomicLong added = new AtomicLong(first);
			kept = operations.putIfAbsent(operation, added);
			return (kept != null) ? kept : added;
		}
		return kept;
	}

}
