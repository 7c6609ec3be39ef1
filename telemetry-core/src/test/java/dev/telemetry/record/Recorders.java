package dev.telemetry.record;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.TracerProvider;
import io.opentelemetry.context.propagation.ContextPropagators;

import dev.telemetry.decision.RootDecider;
import dev.telemetry.health.ContextLeaks;
import dev.telemetry.health.InternalFailures;
import dev.telemetry.test.RecordedSpans;

/**
 * A recorder whose spans and measurements can be looked at.
 */
final class Recorders implements OperationMeters {

	final RecordedSpans spans = new RecordedSpans();

	final InternalFailures failures = new InternalFailures();

	final ContextLeaks leaks = new ContextLeaks();

	final List<String> measured = Collections.synchronizedList(new ArrayList<>());

	final List<Long> nanos = Collections.synchronizedList(new ArrayList<>());

	Supplier<List<RunningJob>> runningJobs = List::of;

	final AtomicInteger running = new AtomicInteger();

	OperationRecorder isolating() {
		return recorder(RootDecider.BY_SAMPLER, this, SpanScopes.PLAIN, false);
	}

	OperationRecorder propagating() {
		return recorder(RootDecider.BY_SAMPLER, this, SpanScopes.PLAIN, true);
	}

	OperationRecorder naming(OperationSettings settings) {
		return recorder(RootDecider.BY_SAMPLER, this, SpanScopes.PLAIN, settings, false);
	}

	OperationRecorder extended(RecorderExtensions extensions) {
		return recorder(RootDecider.BY_SAMPLER, this, SpanScopes.PLAIN, OperationSettings.DEFAULTS, extensions, false);
	}

	OperationRecorder recorder(RootDecider decider, OperationMeters meters, SpanScopes scopes, boolean propagates) {
		return recorder(decider, meters, scopes, OperationSettings.DEFAULTS, propagates);
	}

	private OperationRecorder recorder(RootDecider decider, OperationMeters meters, SpanScopes scopes,
			OperationSettings settings, boolean propagates) {
		return recorder(decider, meters, scopes, settings, RecorderExtensions.none(this.failures), propagates);
	}

	private OperationRecorder recorder(RootDecider decider, OperationMeters meters, SpanScopes scopes,
			OperationSettings settings, RecorderExtensions extensions, boolean propagates) {
		TracerProvider provider = this.spans.newTracerProvider();
		return new OperationRecorder(new Spans(provider), decider, meters, scopes, settings, LogContexts.NONE,
				extensions, propagates, this.leaks, this.failures);
	}

	Tracer tracer() {
		return this.spans.newTracerProvider().get("application");
	}

	@Override
	public void runningJobs(Supplier<List<RunningJob>> jobs) {
		this.runningJobs = jobs;
	}

	@Override
	public OperationMeter job(String queue, String type) {
		return meter("job " + queue + " " + type);
	}

	@Override
	public OperationMeter externalCall(String service, String operation) {
		return meter("call " + service + " " + operation);
	}

	@Override
	public void queueDepth(String queue, IntSupplier depth) {
		this.measured.add("depth " + queue + " " + depth.getAsInt());
	}

	private OperationMeter meter(String name) {
		return new OperationMeter() {

			@Override
			public void started() {
				Recorders.this.measured.add(name + " started");
				// Last: one that could not be noted, without stack, has not begun.
				Recorders.this.running.incrementAndGet();
			}

			@Override
			public void stopped() {
				Recorders.this.running.decrementAndGet();
			}

			@Override
			public void progressed() {
				Recorders.this.measured.add(name + " progressed");
			}

			@Override
			public void ended(long durationNanos, boolean success) {
				Recorders.this.nanos.add(durationNanos);
				Recorders.this.measured.add(name + " " + success);
			}

			@Override
			public void skipped(long durationNanos) {
				Recorders.this.measured.add(name + " skipped");
			}

		};
	}

	private record Spans(TracerProvider provider) implements OpenTelemetry {

		@Override
		public TracerProvider getTracerProvider() {
			return this.provider;
		}

		@Override
		public ContextPropagators getPropagators() {
			return ContextPropagators.noop();
		}

	}

}
