package dev.telemetry.sampling;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;

import io.opentelemetry.sdk.trace.ReadableSpan;

import dev.telemetry.health.SamplingCounts;
import dev.telemetry.names.KeepReasons;

/**
 * All rules in their order. Thread safe.
 */
final class KeepRules {

	private final ErrorRule errors;

	private final SlowRule slow;

	private final RouteRule routes;

	private final KeepRule[] rules;

	private final BiConsumer<String, Throwable> failures;

	KeepRules(List<KeepRule> ofApplication, SamplingCounts counts, LongSupplier nanoClock,
			BiConsumer<String, Throwable> failures) {
		this.errors = new ErrorRule(counts, nanoClock);
		this.slow = new SlowRule(counts, nanoClock);
		this.routes = new RouteRule(nanoClock);
		this.failures = failures;
		List<KeepRule> rules = new ArrayList<>(List.of(new ForcedRule(), this.errors, this.slow));
		rules.addAll(ofApplication);
		rules.addAll(List.of(new ParentRule(), new RatioRule(), this.routes));
		this.rules = rules.toArray(new KeepRule[0]);
	}

	List<String> reasons() {
		List<String> reasons = new ArrayList<>();
		for (KeepRule rule : this.rules) {
			reasons.add(rule.reason());
		}
		return reasons;
	}

	Verdict judge(EndedRoot root) {
		boolean dryRun = root.settings().dryRun();
		for (KeepRule rule : this.rules) {
			if (keeps(rule, root)) {
				if (rule != this.routes) {
					this.routes.kept(root);
				}
				return new Verdict(rule.reason(), true, isCertain(rule, root) && !dryRun, dryRun);
			}
		}
		String promised = root.promised();
		if (promised != null) {
			return new Verdict(promised, true, !dryRun && !root.hasCaller(), dryRun);
		}
		return (dryRun) ? Verdict.NOT_KEPT_IN_DRY_RUN : Verdict.NOT_KEPT;
	}

	private boolean keeps(KeepRule rule, EndedRoot root) {
		try {
			return rule.keeps(root);
		}
		catch (Throwable ex) {
			this.failures.accept("asking a rule whether to keep a trace", ex);
			return false;
		}
	}

	// Who has a caller does not know how probable that caller was.
	private boolean isCertain(KeepRule rule, EndedRoot root) {
		return !root.hasCaller() && rule != this.routes && !rule.reason().equals(KeepReasons.RATIO);
	}

	/**
	 * Promises to keep a root that has failed, if there is a trace left for that.
	 */
	boolean promiseError(SamplingSettings settings) {
		return settings.keepErrors() != SamplingSettings.KeepErrors.NONE && this.errors.promises(settings);
	}

	/**
	 * Whether it is certain that a trace is kept. One that is slow already is promised to
	 * be.
	 */
	boolean isKeptAlready(LocalTrace trace, SamplingSettings settings) {
		Verdict verdict = trace.verdict();
		if (verdict != null) {
			return verdict.exported();
		}
		RootState root = trace.root();
		return root.sampled() || root.forced() || root.promised() != null || promiseIfSlow(root, settings);
	}

	private boolean promiseIfSlow(RootState root, SamplingSettings settings) {
		ReadableSpan span = root.openSpan();
		if (span == null || !SlowRule.isSlow(span, root.route(), settings, span.getLatencyNanos())
				|| !this.slow.promises(settings)) {
			return false;
		}
		root.promise(KeepReasons.SLOW);
		return true;
	}

}
