package dev.telemetry.sampling;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.trace.ReadableSpan;
import org.jspecify.annotations.Nullable;

import dev.telemetry.health.InternalFailures;
import dev.telemetry.health.SamplingCounts;
import dev.telemetry.names.KeepReasons;
import dev.telemetry.sampling.SamplingSettings.KeepErrors;

/**
 * Asks all keep rules in their order. Thread safe.
 */
final class KeepRules {

	private static final long RETRY_NANOS = 1_000_000_000L;

	private final KeepLimit errors;

	private final KeepLimit slow;

	private final KeepLimit disconnects;

	private final RouteRule routes;

	// Called late: a rule of the application may depend on a bean that needs a tracer.
	private final Supplier<List<KeepRule>> ofApplication;

	private final LongSupplier nanoClock;

	private volatile Named @Nullable [] rules;

	// The rules without those of the application, while these are not available.
	private volatile Named @Nullable [] withoutThose;

	// Written before "withoutThose".
	private volatile long askedNanos;

	private final InternalFailures failures;

	KeepRules(Supplier<List<KeepRule>> ofApplication, SamplingCounts counts, LongSupplier nanoClock,
			InternalFailures failures) {
		this.errors = new KeepLimit(LimitedReason.ERROR, counts, nanoClock);
		this.slow = new KeepLimit(LimitedReason.SLOW, counts, nanoClock);
		this.disconnects = new KeepLimit(LimitedReason.DISCONNECT, counts, nanoClock);
		this.routes = new RouteRule(nanoClock);
		this.ofApplication = ofApplication;
		this.nanoClock = nanoClock;
		this.failures = failures;
	}

	private Named[] rules() {
		Named[] rules = this.rules;
		return (rules != null) ? rules : ask();
	}

	// Spans may end while the rules of the application are being created. Until they are
	// available, the other rules decide; the application is asked again after a while.
	private Named[] ask() {
		Named[] without = this.withoutThose;
		if (without != null && this.nanoClock.getAsLong() - this.askedNanos < RETRY_NANOS) {
			return without;
		}
		try {
			Named[] rules = ordered(this.ofApplication.get());
			this.rules = rules;
			return rules;
		}
		catch (Throwable ex) {
			this.failures.report("asking for the rules of the application", ex);
			without = ordered(List.of());
			this.askedNanos = this.nanoClock.getAsLong();
			this.withoutThose = without;
			return without;
		}
	}

	private Named[] ordered(List<KeepRule> ofApplication) {
		List<Named> rules = new ArrayList<>();
		Set<String> reasons = new HashSet<>(Set.of("none", KeepReasons.PARENT, KeepReasons.RATIO, KeepReasons.ROUTE));
		add(new ForcedRule(), null, reasons, rules);
		add(new ErrorRule(), this.errors, reasons, rules);
		add(new SlowRule(), this.slow, reasons, rules);
		add(new DisconnectRule(), this.disconnects, reasons, rules);
		for (KeepRule rule : ofApplication) {
			add(rule, null, reasons, rules);
		}
		for (KeepRule rule : List.of(new ParentRule(), new RatioRule(), this.routes)) {
			rules.add(new Named(rule, rule.reason(), null));
		}
		return rules.toArray(new Named[0]);
	}

	private void add(KeepRule rule, @Nullable KeepLimit limit, Set<String> taken, List<Named> rules) {
		try {
			String reason = rule.reason();
			if (reason == null || reason.isBlank() || !taken.add(reason)) {
				throw new IllegalStateException("The reason '" + reason + "' of " + rule + " is empty or taken");
			}
			rules.add(new Named(rule, reason, limit));
		}
		catch (Throwable ex) {
			this.failures.report("asking a rule for its reason, so that it is left out", ex);
		}
	}

	List<String> reasons() {
		List<String> reasons = new ArrayList<>();
		for (Named rule : rules()) {
			reasons.add(rule.reason());
		}
		return reasons;
	}

	/**
	 * Decides on a root that has ended and is {@linkplain JudgedRoot#judgedBy prepared}.
	 */
	Decision judge(JudgedRoot root) {
		// Spans of a root that began in a dry run may have been exported already.
		boolean dryRun = root.isDryRun() || root.settings().dryRun();
		for (Named named : rules()) {
			if (keeps(named, root)) {
				this.routes.kept(root);
				AdjustedCount count = adjusted(root, named.adjustedCount(), dryRun);
				boolean usual = !dryRun && count == named.adjustedCount();
				return (usual) ? named.decision() : new Decision(named.reason(), true, count, dryRun);
			}
		}
		LimitedReason granted = root.granted();
		if (granted != null) {
			return new Decision(granted.reason(), true, adjusted(root, AdjustedCount.ONE, dryRun), dryRun);
		}
		return (dryRun) ? new Decision(null, true, adjusted(root, AdjustedCount.UNKNOWN, true), true)
				: Decision.NOT_KEPT;
	}

	// With a remote parent the sampling probability is unknown, so the trace state is
	// passed on unchanged. In a dry run everything is exported, so the count is unknown.
	private static AdjustedCount adjusted(RootMarks root, AdjustedCount count, boolean dryRun) {
		if (root.isCountedByCaller()) {
			return AdjustedCount.AS_SAMPLED;
		}
		boolean unknown = dryRun || (count == AdjustedCount.AS_SAMPLED && root.hasCaller());
		return (unknown) ? AdjustedCount.UNKNOWN : count;
	}

	private boolean keeps(Named named, JudgedRoot root) {
		try {
			KeepLimit limit = named.limit();
			return named.rule().keeps(root) && (limit == null || limit.grants(root));
		}
		catch (Throwable ex) {
			// A root that another thread has ended meanwhile has no outcome any more.
			if (!root.isConcluded()) {
				this.failures.report("asking a rule whether to keep a trace", ex);
			}
			return false;
		}
	}

	/**
	 * Decides on a span that ended after its root, where the root was not kept. Only
	 * errors and requests of the application keep such a span.
	 */
	Decision judgeLate(ReadableSpan span, boolean forced, boolean failed, AdjustedCount count,
			SamplingSettings settings) {
		if (forced) {
			return new Decision(KeepReasons.FORCED, true, count, false);
		}
		boolean kept = failed && settings.keepErrors() != KeepErrors.NONE
				&& this.errors.takes(new SpanOutcome(span).operation(), settings);
		return (kept) ? new Decision(KeepReasons.ERROR, true, count, false) : Decision.NOT_KEPT;
	}

	/**
	 * Promises to keep a root that has failed, if the limit for errors allows it.
	 */
	void promiseError(RootMarks root, SamplingSettings settings) {
		if (settings.keepErrors() != KeepErrors.NONE) {
			this.errors.promises(root, settings);
		}
	}

	/**
	 * Promises to keep a root that is slow already, if the limit for slow roots allows
	 * it.
	 * @param whereKnown whether to leave out requests that cannot tell whether they
	 * stream
	 * @return whether the root is certain to be kept
	 */
	boolean promiseIfSlow(JudgedRoot root, SamplingSettings settings, boolean whereKnown) {
		ReadableSpan span = root.openSpan();
		if (span == null || root.isStreaming() || root.isLate()) {
			return false;
		}
		if (whereKnown && !root.isObserved() && span.getKind() == SpanKind.SERVER) {
			return false;
		}
		return SlowRule.isSlow(span, root.path(), settings, span.getLatencyNanos())
				&& this.slow.promises(root, settings);
	}

	/**
	 * A rule, its limit, and its decision in the usual case.
	 */
	private record Named(KeepRule rule, @Nullable KeepLimit limit, Decision decision) {

		Named(KeepRule rule, String reason, @Nullable KeepLimit limit) {
			this(rule, limit,
					new Decision(reason, true, Objects.requireNonNull(rule.adjustedCount(), "adjustedCount"), false));
		}

		String reason() {
			return Objects.requireNonNull(this.decision.reason());
		}

		AdjustedCount adjustedCount() {
			return this.decision.adjustedCount();
		}

	}

}
