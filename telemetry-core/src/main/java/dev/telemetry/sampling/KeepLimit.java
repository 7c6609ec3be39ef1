package dev.telemetry.sampling;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.LongSupplier;

import dev.telemetry.health.SamplingCounts;

/**
 * Limits how many traces are kept for a reason. Each operation has a few tokens of its
 * own, so that a noisy operation does not silence the others; beyond those, all
 * operations share tokens. The first 1,000 operations have tokens of their own, all
 * others have shared tokens only. Thread safe; holds the lock of the root for a moment.
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
	 * Returns whether the limit promises to keep a root that is still open, so that its
	 * operation is not known. The first answer stands; a root without a promise may still
	 * be kept at its end.
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
	 * Returns whether a root that has ended may be kept. The first answer stands.
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
	 * Takes a token, or counts a refusal if there is none.
	 * @return whether a token was taken
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
