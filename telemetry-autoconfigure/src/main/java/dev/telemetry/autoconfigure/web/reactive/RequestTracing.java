package dev.telemetry.autoconfigure.web.reactive;

import java.time.Instant;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import io.micrometer.common.KeyValue;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import org.jspecify.annotations.Nullable;
import org.springframework.http.server.RequestPath;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.observation.ServerRequestObservationContext;
import reactor.core.publisher.Mono;

import dev.telemetry.autoconfigure.observation.ObservedExchange;
import dev.telemetry.autoconfigure.observation.ObservedOperation;
import dev.telemetry.autoconfigure.observation.ObservedServer;
import dev.telemetry.control.Adjustable;
import dev.telemetry.decision.RequestOutcome;
import dev.telemetry.decision.RootDecider;
import dev.telemetry.health.ContextLeaks;
import dev.telemetry.names.MeterNames;
import dev.telemetry.request.HttpServerSettings;
import dev.telemetry.request.PathRule;
import dev.telemetry.request.PathRules;
import dev.telemetry.request.RequestNames;
import dev.telemetry.request.ServerSpanAttributes;
import dev.telemetry.request.ServerSpans;
import dev.telemetry.request.TraceResponse;

/**
 * Starts, decides and ends the spans of requests of WebFlux. Thread safe.
 */
final class RequestTracing implements ObservedServer<ServerRequestObservationContext> {

	/** The key values of Spring's convention that attributes of the span replace. */
	private static final Set<String> SAID_OTHERWISE = Set.of(MeterNames.TAG_ERROR, MeterNames.TAG_EXCEPTION,
			MeterNames.TAG_METHOD, MeterNames.TAG_OUTCOME, MeterNames.TAG_STATUS, MeterNames.TAG_URI, "http.url");

	private final ServerSpans<ServerHttpRequest> spans;

	private final ServerSpanAttributes attributes;

	private final TraceResponse<ServerHttpResponse> traceResponse;

	private final Adjustable<PathRules> rules;

	private final RootDecider decider;

	private final ManagementPort managementPort;

	private final String basePath;

	/**
	 * Creates the tracing of requests.
	 * @param openTelemetry starts the spans and reads the propagation headers
	 * @param decider decides at the end of a request whether its trace is kept
	 * @param settings what to observe, and how to name it
	 * @param managementPort the port on which nothing is traced
	 * @param basePath the base path of the application
	 * @param leaks restores the context of a thread on which another context was left
	 * behind
	 */
	RequestTracing(OpenTelemetry openTelemetry, RootDecider decider, HttpServerSettings settings,
			ManagementPort managementPort, String basePath, ContextLeaks leaks) {
		this.spans = new ServerSpans<>(openTelemetry, new RequestHeaderGetter(), settings.untracedPaths(), leaks);
		this.attributes = new ServerSpanAttributes(settings);
		this.traceResponse = new TraceResponse<>(settings.responseHeaders(), ResponseHeaders::set,
				ResponseHeaders::add);
		this.rules = settings.pathRules();
		this.decider = decider;
		this.managementPort = managementPort;
		this.basePath = basePath;
	}

	@Override
	public @Nullable Context start(ServerRequestObservationContext context) {
		ServerHttpRequest request = context.getCarrier();
		if (request == null) {
			return null;
		}
		ServerHttpResponse response = context.getResponse();
		ReactiveExchange exchange = begin(request, response);
		context.put(ReactiveExchange.class, exchange);
		if (exchange.span().isRecording()) {
			this.decider.follow(exchange.span().getSpanContext(), exchange);
		}
		if (response != null) {
			this.traceResponse.write(exchange.context(), response);
			response.beforeCommit(() -> {
				exchange.sending();
				return Mono.empty();
			});
		}
		return exchange.context();
	}

	private ReactiveExchange begin(ServerHttpRequest request, @Nullable ServerHttpResponse response) {
		Instant now = Instant.now();
		long startEpochNanos = TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
		long startNanos = System.nanoTime();
		RequestPath requested = request.getPath();
		String path = requested.value();
		int begin = requested.contextPath().value().length();
		PathRule rule = this.rules.current().of(path, begin);
		Context context = (this.managementPort.received(request)) ? this.spans.untraced(request)
				: this.spans.start(request, path, begin, rule, startEpochNanos);
		return new ReactiveExchange(response, context, rule, startNanos, startEpochNanos);
	}

	// Unless an exception handler answered the exception (with a 404, for example),
	// services that are called from now on see the trace as sampled.
	@Override
	public void failed(ServerRequestObservationContext context) {
		ReactiveExchange exchange = ReactiveExchange.of(context);
		if (exchange == null) {
			return;
		}
		if (ReactiveOutcomes.isErrorHandled(context)) {
			exchange.answered();
		}
		else {
			this.decider.markFailed(exchange.span().getSpanContext());
		}
	}

	@Override
	public void decide(ServerRequestObservationContext context) {
		ReactiveExchange exchange = ReactiveExchange.of(context);
		if (exchange != null) {
			decided(context, exchange);
		}
	}

	private ObservedExchange.Ending<RequestOutcome> decided(ServerRequestObservationContext context,
			ReactiveExchange exchange) {
		ObservedExchange.Ending<RequestOutcome> ending = exchange.ending();
		return (ending != null) ? ending : exchange.decide(this.decider,
				ReactiveOutcomes.of(exchange, context, this.decider.slowThresholdNanos()));
	}

	@Override
	public void end(ServerRequestObservationContext context) {
		ReactiveExchange exchange = ReactiveExchange.of(context);
		if (exchange == null) {
			return;
		}
		ObservedExchange.Ending<RequestOutcome> ending = decided(context, exchange);
		if (ending.kept()) {
			describe(context, this.decider.describing(exchange.span(), ending.outcome()), ending.outcome());
		}
		exchange.endSpan(ending);
	}

	private void describe(ServerRequestObservationContext context, Span span, RequestOutcome outcome) {
		ServerHttpRequest request = context.getCarrier();
		if (request != null) {
			this.attributes.write(span, new ReactiveServerRequest(request), route(context, outcome), outcome);
		}
		for (KeyValue keyValue : context.getAllKeyValues()) {
			if (!SAID_OTHERWISE.contains(keyValue.getKey())) {
				ObservedOperation.write(span, keyValue);
			}
		}
		ServerSpanAttributes.writeError(span, outcome);
	}

	// The configured base path is used, because the context path of the request may have
	// a prefix that the client sent.
	private String route(ServerRequestObservationContext context, RequestOutcome outcome) {
		String pattern = context.getPathPattern();
		if (pattern == null) {
			return RequestNames.pattern(null, outcome.status());
		}
		String route = this.basePath + pattern;
		return (route.isEmpty()) ? "/" : route;
	}

}
