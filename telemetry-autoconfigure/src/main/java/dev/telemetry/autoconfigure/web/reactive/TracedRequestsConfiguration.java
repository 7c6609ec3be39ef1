package dev.telemetry.autoconfigure.web.reactive;

import java.util.Set;

import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.handler.PropagatingReceiverTracingObservationHandler;
import io.micrometer.tracing.otel.bridge.OtelTracer;
import io.opentelemetry.api.OpenTelemetry;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
import org.springframework.http.server.reactive.observation.ServerRequestObservationContext;

import dev.telemetry.autoconfigure.ConditionalOnSwitchedOn;
import dev.telemetry.autoconfigure.ConditionalOnTelemetry;
import dev.telemetry.autoconfigure.TelemetrySignal;
import dev.telemetry.autoconfigure.TracingState;
import dev.telemetry.autoconfigure.observation.ServerDecisionHandler;
import dev.telemetry.autoconfigure.observation.ServerTracingHandler;
import dev.telemetry.autoconfigure.observation.UntracedServer;
import dev.telemetry.autoconfigure.property.PropertyNames;
import dev.telemetry.autoconfigure.property.PropertyRejections;
import dev.telemetry.autoconfigure.web.PathRulesMapper;
import dev.telemetry.autoconfigure.web.TelemetryHttpProperties;
import dev.telemetry.autoconfigure.web.UntracedPathsMapper;
import dev.telemetry.control.Adjustable;
import dev.telemetry.decision.RootDecider;
import dev.telemetry.health.ContextLeaks;
import dev.telemetry.health.InternalFailures;
import dev.telemetry.request.HttpServerSettings;
import dev.telemetry.request.PathRules;

/**
 * Configures the spans of requests. The configuration backs off if the application
 * declares a {@link PropagatingReceiverTracingObservationHandler}.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass(OtelTracer.class)
@ConditionalOnBean(OtelTracer.class)
@ConditionalOnMissingBean(PropagatingReceiverTracingObservationHandler.class)
@ConditionalOnTelemetry(TelemetrySignal.TRACES)
@ConditionalOnSwitchedOn(PropertyNames.HTTP_ENABLED)
class TracedRequestsConfiguration {

	static final String HANDLER = "telemetryRequestTracingHandler";

	// The handler comes before all handlers of Spring Boot.
	private static final int ORDER = 0;

	@Bean
	ManagementPort telemetryManagementPort() {
		return new ManagementPort();
	}

	@Bean
	Adjustable<PathRules> telemetryPathRules(TelemetryHttpProperties properties, PropertyRejections rejections) {
		return new Adjustable<>(new PathRules(new PathRulesMapper(rejections).of(properties.getPaths())));
	}

	@Bean
	HttpServerSettings telemetryHttpServerSettings(TelemetryHttpProperties properties, Adjustable<PathRules> paths,
			PropertyRejections rejections, Environment environment) {
		return new HttpServerSettings(properties.getConventions(), properties.getSpanName(),
				properties.isClientAddress(), new UntracedPathsMapper(environment, rejections).all(properties),
				Set.copyOf(properties.getResponseHeaders()), paths, false);
	}

	@Bean
	@Lazy
	RequestTracing telemetryRequestTracing(OpenTelemetry openTelemetry, ObjectProvider<RootDecider> decider,
			HttpServerSettings settings, ManagementPort managementPort, ContextLeaks leaks, Environment environment) {
		return new RequestTracing(openTelemetry, decider.getIfAvailable(() -> RootDecider.BY_SAMPLER), settings,
				managementPort, basePath(environment.getProperty(PropertyNames.WEBFLUX_PATH, "").strip()), leaks);
	}

	// As in Spring Boot, the path starts with a slash and does not end with one.
	private static String basePath(String path) {
		String begun = (path.isEmpty() || path.startsWith("/")) ? path : "/" + path;
		return (begun.endsWith("/")) ? begun.substring(0, begun.length() - 1) : begun;
	}

	@Bean(HANDLER)
	@Order(ORDER)
	ServerTracingHandler<ServerRequestObservationContext> telemetryRequestTracingHandler(
			ObjectProvider<RequestTracing> requests, Tracer tracer, TracingState tracing, InternalFailures failures) {
		return new ServerTracingHandler<>(ServerRequestObservationContext.class,
				UntracedServer.unless(tracing.active(), requests::getObject), tracer, failures);
	}

	@Bean
	ServerDecisionHandler<ServerRequestObservationContext> telemetryRequestDecisionHandler(
			ObjectProvider<RequestTracing> requests, TracingState tracing, InternalFailures failures) {
		return new ServerDecisionHandler<>(ServerRequestObservationContext.class,
				UntracedServer.unless(tracing.active(), requests::getObject), failures);
	}

}
