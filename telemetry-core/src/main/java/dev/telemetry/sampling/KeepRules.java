package dev.telemetry.sampling;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import io.opentelemetry.sdk.trace.ReadableSpan;
import org.jspecify.annotations.Nullable;

import dev.telemetry.health.SamplingCounts;
import dev.telemetry.names.KeepReasons;

/**
 * All rules in their order. Thread safe.
 */
final class KeepRules {

	private final ErrorRule errors;

	private final SlowRule slow;

	private final RouteRule routes;

	// Late: rules of an application may need what itself needs a tracer.
	private final Supplier<List<KeepRule>> ofApplication;

	private volatile Named @Nullable [] rules;

	private final BiConsumer<String, Throwable> failures;

	KeepRules(Supplier<List<KeepRule>> ofApplication, SamplingCounts counts, LongSupplier nanoClock,
			BiConsumer<String, Throwable> failures) {
		this.errors = new ErrorRule(counts, nanoClock);
		this.slow = new SlowRule(counts, nanoClock);
		this.routes = new RouteRule(nanoClock);
		this.ofApplication = ofApplication;
		this.failures = failures;
	}

	private Named[] rules() {
		Named[] rules = this.rules;
		if (rules == null) {
			rules = ordered();
			this.rules = rules;
		}
		return rules;
	}

	private Named[] ordered() {
		List<Named> rules = new ArrayList<>();
		Set<String> reasons = new HashSet<>(Set.of("none", KeepReasons.PARENT, KeepReasons.RATIO, KeepReasons.ROUTE));
		for (KeepRule rule : List.of(new ForcedRule(), this.errors, this.slow)) {
			add(rule, reasons, rules);
		}
		for (KeepRule rule : this.ofApplication.get()) {
			add(rule, reasons, rules);
		}
		for (KeepRule rule : List.of(new ParentRule(), new RatioRule(), this.routes)) {
			rules.add(new Named(rule, rule.reason()));
		}
		return rules.toArray(new Named[0]);
	}

	private void add(KeepRule rule, Set<String> taken, List<Named> rules) {
		try {
			String reason = rule.reason();
			if (reason == null || reason.isBlank() || !taken.add(reason)) {
				throw new IllegalStateException("The reason '" + reason + "' of " + rule + " is empty or taken");
			}
			rules.add(new Named(rule, reason));
		}
		catch (Throwable ex) {
			this.failures.accept("asking a rule for its reason, so that it is left out", ex);
		}
	}

	List<String> reasons() {
		List<String> reasons = new ArrayList<>();
		for (Named rule : rules()) {
			reasons.add(rule.reason());
		}
		return reasons;
	}

	Decision judge(RootState root) {
		boolean dryRun = root.settings().dryRun();
		for (Named named : rules()) {
			if (keeps(named.rule(), root)) {
				if (named.rule() instanceof RouteRule) {
					return new Decision(named.reason(), true, adjusted(root, AdjustedCount.UNKNOWN), dryRun);
				}
				this.routes.kept(root);
				boolean byRatio = named.rule() instanceof RatioRule;
				return new Decision(named.reason(), true,
						adjusted(root, (byRatio) ? AdjustedCount.AS_SAMPLED : AdjustedCount.ONE), dryRun);
			}
		}
		String granted = root.granted();
		if (granted != null) {
			return new Decision(granted, true, adjusted(root, AdjustedCount.ONE), dryRun);
		}
		return (dryRun) ? new Decision(null, true, adjusted(root, AdjustedCount.UNKNOWN), true) : Decision.NOT_KEPT;
	}

	// With a remote parent the sampling probability is unknown, so the trace state is
	// passed on unchanged. In a dry run nothing is left to chance.
	private static AdjustedCount adjusted(RootState root, AdjustedCount count) {
		if (root.hasCaller()) {
			return AdjustedCount.AS_SAMPLED;
		}
		return (root.settings().dryRun()) ? AdjustedCount.UNKNOWN : count;
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

	/**
	 * Promises to keep a root that has failed, if there is one left for that.
	 */
	void promiseError(RootState root, SamplingSettings settings) {
		if (settings.keepErrors() != SamplingSettings.KeepErrors.NONE) {
			this.errors.grants(root, settings);
		}
	}

	/**
	 * Whether it is certain that a trace is kept. One that is slow already is promised to
	 * be, if there is one left for that.
	 */
	boolean isKeptAlready(LocalTrace trace, SamplingSettings settings) {
		Decision decision = trace.decision();
		if (decision != null) {
			return decision.exported();
		}
		RootState root = trace.root();
		return root.sampled() || root.forced() || root.granted() != null || promiseIfSlow(root, settings);
	}

	private boolean promiseIfSlow(RootState root, SamplingSettings settings) {
		ReadableSpan span = root.openSpan();
		return span != null && !root.isStreaming()
				&& SlowRule.isSlow(span, root.path(), settings, span.getLatencyNanos())
				&& this.slow.grants(root, settings);
	}

	/**
	 * A rule and its reason.
	 */
	private record Named(KeepRule rule, String reason) {

	}

}
