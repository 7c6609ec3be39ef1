package dev.telemetry.sampling;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.LongSupplier;

import dev.telemetry.health.SamplingCounts;

/**
 * Limits how many traces are kept for a reason. Each operation has few tokens of its own,
 * so that a noisy one does not silence the others; beyond these all share the rest. Knows
 * 1,000 operations, those beyond have shared tokens only. Thread safe, does not block for
 * longer than that takes.
 */
final class KeepLimit {

	private static final int MAX_OPERATIONS = 1_000;

	private static final long OWN_INTERVAL_NANOS = 10_000_000_000L;

	private final LimitedReason reason;

	private final SamplingCounts counts;

	private final LongSupplier nanoClock;

	private final TokenBucket shared;

	private final ConcurrentMap<String, TokenBucket> own = new ConcurrentHashMap<>();

	KeepLimit(LimitedReason reason, SamplingCounts counts, LongSupplier nanoClock) {
		this.reason = reason;
		this.counts = counts;
		this.nanoClock = nanoClock;
		this.shared = new TokenBucket(nanoClock);
	}

	/**
	 * Whether a root that is open, so that its operation is not known, is promised to be
	 * kept. Asked once: one that gets no promise may still be kept at its end.
	 */
	boolean promises(RootMarks root, SamplingSettings settings) {
		synchronized (root) {
			if (root.grant(this.reason) == Grant.NOT_ASKED) {
				boolean taken = this.shared.tryTake(this.reason.perSecond(settings));
				root.grant(this.reason, (taken) ? Grant.GRANTED : Grant.NOT_PROMISED);
			}
			return root.grant(this.reason) == Grant.GRANTED;
		}
	}

	/**
	 * Whether a root that has ended may be kept. Asked once.
	 */
	boolean grants(JudgedRoot root) {
		synchronized (root) {
			Grant before = root.grant(this.reason);
			if (before == Grant.GRANTED || before == Grant.REFUSED) {
				return before == Grant.GRANTED;
			}
			boolean granted = takes(root.outcome().operation(), root.settings());
			root.grant(this.reason, (granted) ? Grant.GRANTED : Grant.REFUSED);
			return granted;
		}
	}

	/**
	 * Takes a token, and counts it if there is none.
	 */
	boolean takes(String operation, SamplingSettings settings) {
		int perSecond = this.reason.perSecond(settings);
		boolean taken = perSecond > 0 && (takesOwn(operation) || this.shared.tryTake(perSecond));
		if (!taken) {
			this.counts.rootRefused(this.reason.reason());
		}
		return taken;
	}

	private boolean takesOwn(String operation) {
		TokenBucket bucket = this.own.get(operation);
		if (bucket == null) {
			if (this.own.size() >= MAX_OPERATIONS) {
				return false;
			}
			bucket = this.own.computeIfAbsent(operation, (added) -> new TokenBucket(this.nanoClock));
		}
		return bucket.tryTakeOneIn(OWN_INTERVAL_NANOS);
	}

}
