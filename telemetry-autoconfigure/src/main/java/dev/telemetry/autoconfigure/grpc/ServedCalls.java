package dev.telemetry.autoconfigure.grpc;

import java.time.Instant;
import java.util.concurrent.TimeUnit;

import io.grpc.MethodDescriptor.MethodType;
import io.micrometer.core.instrument.binder.grpc.GrpcServerObservationContext;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;

import dev.telemetry.autoconfigure.grpc.TelemetryGrpcProperties.SpanName;
import dev.telemetry.autoconfigure.observation.ObservedExchange;
import dev.telemetry.autoconfigure.observation.ObservedServer;
import dev.telemetry.autoconfigure.observation.RpcSpans;
import dev.telemetry.decision.RootDecider;
import dev.telemetry.health.ContextLeaks;
import dev.telemetry.names.Instrumentation;
import dev.telemetry.names.RpcAttributes;
import dev.telemetry.names.SpanNames;
import dev.telemetry.record.SpanErrors;
import dev.telemetry.request.CallerContext;
import dev.telemetry.request.UntracedContext;

/**
 * Starts, decides and ends the spans of calls. Thread safe.
 */
final class ServedCalls implements ObservedServer<GrpcServerObservationContext> {

	private static final double NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);

	/**
	 * Prefix of a service of gRPC itself, which probes and tools call like the endpoints
	 * of actuator.
	 */
	private static final String HEALTH = "grpc.health.";

	private static final String REFLECTION = "grpc.reflection.";

	private final Tracer tracer;

	private final CallerContext<GrpcServerObservationContext> callerContext;

	private final RootDecider decider;

	private final SpanName spanName;

	/**
	 * Creates an instance.
	 * @param openTelemetry starts the spans and reads the propagation headers
	 * @param decider decides at the end of a call whether its trace is kept
	 * @param spanName how spans are named
	 * @param leaks restores the context of a thread on which one was left behind
	 */
	ServedCalls(OpenTelemetry openTelemetry, RootDecider decider, SpanName spanName, ContextLeaks leaks) {
		this.tracer = openTelemetry.getTracer(Instrumentation.SCOPE);
		this.callerContext = new CallerContext<>(openTelemetry.getPropagators().getTextMapPropagator(),
				new MetadataGetter(), leaks);
		this.decider = decider;
		this.spanName = spanName;
	}

	@Override
	public Context start(GrpcServerObservationContext context) {
		Instant now = Instant.now();
		long startEpochNanos = TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
		long startNanos = System.nanoTime();
		Context parent = this.callerContext.of(context);
		Context started = (isOfGrpc(context)) ? UntracedContext.below(parent)
				: parent.with(span(context, parent, startEpochNanos));
		GrpcExchange exchange = new GrpcExchange(started, context.getMethodType() != MethodType.UNARY, startNanos,
				startEpochNanos);
		context.put(GrpcExchange.class, exchange);
		if (exchange.span().isRecording()) {
			this.decider.follow(exchange.span().getSpanContext(), exchange);
		}
		return started;
	}

	private static boolean isOfGrpc(GrpcServerObservationContext context) {
		String service = context.getServiceName();
		return service != null && (service.startsWith(HEALTH) || service.startsWith(REFLECTION));
	}

	private Span span(GrpcServerObservationContext context, Context parent, long startEpochNanos) {
		return this.tracer
			.spanBuilder((this.spanName == SpanName.METHOD) ? GrpcOutcome.name(context) : SpanNames.RPC_SERVER)
			.setSpanKind(SpanKind.SERVER)
			.setParent(parent)
			.setStartTimestamp(startEpochNanos, TimeUnit.NANOSECONDS)
			.startSpan();
	}

	// The status at the end decides whether the call has failed.
	@Override
	public void failed(GrpcServerObservationContext context) {
	}

	@Override
	public void decide(GrpcServerObservationContext context) {
		GrpcExchange exchange = GrpcExchange.of(context);
		if (exchange != null) {
			decided(context, exchange);
		}
	}

	private ObservedExchange.Ending<GrpcOutcome> decided(GrpcServerObservationContext context, GrpcExchange exchange) {
		ObservedExchange.Ending<GrpcOutcome> ending = exchange.ending();
		return (ending != null) ? ending
				: exchange.decide(this.decider, GrpcOutcome.of(context, exchange.durationNanos()));
	}

	@Override
	public void end(GrpcServerObservationContext context) {
		GrpcExchange exchange = GrpcExchange.of(context);
		if (exchange == null) {
			return;
		}
		ObservedExchange.Ending<GrpcOutcome> ending = decided(context, exchange);
		if (ending.kept()) {
			describe(context, this.decider.describing(exchange.span(), ending.outcome()), ending.outcome());
		}
		exchange.endSpan(ending);
	}

	private static void describe(GrpcServerObservationContext context, Span span, GrpcOutcome outcome) {
		RpcSpans.describe(span, context, context.getServiceName(), context.getMethodName());
		span.setAttribute(RpcAttributes.STATUS_CODE, (long) outcome.status().value());
		span.setAttribute(RpcAttributes.DURATION_SECONDS, outcome.durationNanos() / NANOS_PER_SECOND);
		if (outcome.failed()) {
			SpanErrors.write(span, outcome.errorType(), outcome.cause());
		}
	}

}
