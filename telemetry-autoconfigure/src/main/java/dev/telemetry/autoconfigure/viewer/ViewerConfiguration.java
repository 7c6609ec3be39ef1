package dev.telemetry.autoconfigure.viewer;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.tracing.exporter.SpanExportingPredicate;
import io.micrometer.tracing.exporter.SpanFilter;
import io.micrometer.tracing.otel.bridge.CompositeSpanExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.HierarchicalBeanFactory;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.LazyInitializationExcludeFilter;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.autoconfigure.endpoint.web.WebEndpointProperties;
import org.springframework.boot.actuate.endpoint.EndpointId;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.web.PathMapper;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

import dev.telemetry.autoconfigure.StartupCheck;
import dev.telemetry.autoconfigure.TracingState;
import dev.telemetry.autoconfigure.property.PropertyNames;
import dev.telemetry.export.LogPipelines;
import dev.telemetry.export.SpanPipelines;
import dev.telemetry.health.ExporterHealth;
import dev.telemetry.health.InternalFailures;
import dev.telemetry.logs.CapturedLog;
import dev.telemetry.names.MeterNames;
import dev.telemetry.privacy.Redaction;
import dev.telemetry.sampling.KeptTraceTarget;
import dev.telemetry.sampling.SamplingControl;
import dev.telemetry.sampling.TailSampler;
import dev.telemetry.view.ViewedSpan;

/**
 * The viewer, if its endpoint is available and requests can be refused.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass({ Endpoint.class, ConditionalOnAvailableEndpoint.class, SpanProcessor.class,
		CompositeSpanExporter.class, MeterRegistry.class })
@ConditionalOnBean(WebEndpointProperties.class)
@ConditionalOnAvailableEndpoint(TracesEndpoint.class)
@Conditional({ OnServedEndpointsCondition.class, OnGuardedWebServerCondition.class })
class ViewerConfiguration {

	private static final Duration PEER_TIMEOUT = Duration.ofSeconds(2);

	private static final int PEER_BYTES = 8 * 1024 * 1024;

	@Bean
	static LazyInitializationExcludeFilter telemetryEagerViewer() {
		return LazyInitializationExcludeFilter.forBeanTypes(ViewerLifecycle.class);
	}

	@Bean
	ViewerPage telemetryViewerPage() {
		return new ViewerPage();
	}

	@Bean
	ViewerRates telemetryViewerRates(ObjectProvider<MeterRegistry> registry, Environment environment) {
		return new ViewerRates(registry,
				environment.getProperty(PropertyNames.REQUESTS_NAME, MeterNames.HTTP_SERVER_REQUESTS));
	}

	// Predicates and filters of the application are looked up once all beans exist.
	@Bean
	TraceViewer telemetryTraceViewer(ViewerSettings settings, LogSource logs,
			ObjectProvider<SpanExportingPredicate> predicates, ObjectProvider<SpanFilter> filters,
			ObjectProvider<Redaction> redaction, ViewerRates rates, InternalFailures failures) {
		return new TraceViewer(
				settings.maxBytes(), settings.all(), logs, () -> new ViewedSpans(predicates.orderedStream().toList(),
						filters.orderedStream().toList(), redacting(redaction.getIfAvailable())),
				rates::read, failures);
	}

	private static UnaryOperator<SpanData> redacting(@Nullable Redaction redaction) {
		return (redaction != null) ? redaction::apply : UnaryOperator.identity();
	}

	@Bean
	ViewerLifecycle telemetryViewerLifecycle(TraceViewer viewer, TracingState tracing) {
		return new ViewerLifecycle(viewer, tracing.reported());
	}

	@Bean
	KeptTraceTarget telemetryViewerTraces(TraceViewer viewer) {
		return new KeptTraceTarget(SpanProcessor.composite(), viewer);
	}

	@Bean
	StartupCheck telemetryViewerTracesCheck(ListableBeanFactory beanFactory) {
		return () -> (isSampling(beanFactory) || !isSampling(parent(beanFactory))) ? null
				: "The viewer shows nothing: traces are kept in the context above this one, which does not know of it. Set "
						+ PropertyNames.VIEWER_ENABLED + " where both are in one context.";
	}

	private static boolean isSampling(@Nullable BeanFactory beanFactory) {
		return beanFactory instanceof ListableBeanFactory beans
				&& beans.getBeanNamesForType(TailSampler.class, true, false).length > 0;
	}

	private static @Nullable BeanFactory parent(BeanFactory beanFactory) {
		return (beanFactory instanceof HierarchicalBeanFactory hierarchical) ? hierarchical.getParentBeanFactory()
				: null;
	}

	@Bean
	ViewerPeers telemetryViewerPeers(ViewerSettings settings) {
		return new ViewerPeers(settings.peers(), settings.peerHeaders(), PEER_TIMEOUT, PEER_BYTES);
	}

	@Bean
	TracesEndpoint telemetryTracesEndpoint(TraceViewer viewer, ObjectProvider<Resource> resource, ViewerRates rates,
			ObjectProvider<SpanPipelines> spans, ObjectProvider<LogPipelines<CapturedLog>> exportedLogs,
			ObjectProvider<SamplingControl> sampling, LogSource logs, ObjectProvider<Redaction> redaction,
			ViewerPeers peers, ViewerPage page) {
		String service = resource.getIfAvailable(Resource::getDefault).getAttribute(ViewedSpan.SERVICE);
		LiveJson live = new LiveJson((service != null) ? service : "", viewer, rates::requests, rates::jobs,
				() -> health(spans.getIfAvailable(), exportedLogs.getIfAvailable()), sampling.getIfAvailable(),
				logs.name(), redaction.getIfAvailable() != null, peers.urls());
		return new TracesEndpoint(viewer, live, peers, page);
	}

	private static List<ExporterHealth> health(@Nullable SpanPipelines spans,
			@Nullable LogPipelines<CapturedLog> logs) {
		List<ExporterHealth> health = new ArrayList<>();
		if (spans != null) {
			health.addAll(spans.health());
		}
		if (logs != null) {
			health.addAll(logs.health());
		}
		return health;
	}

	@Bean
	ViewerPath telemetryViewerPath(WebEndpointProperties endpoints, ObjectProvider<PathMapper> pathMappers) {
		return ViewerPath.of(endpoints.getBasePath(),
				PathMapper.getRootPath(pathMappers.orderedStream().toList(), EndpointId.of(ViewerPath.ID)));
	}

}
