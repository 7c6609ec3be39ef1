package dev.telemetry.autoconfigure.metrics;

import java.time.Duration;
import java.util.List;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.config.MeterFilter;
import io.opentelemetry.sdk.trace.SpanProcessor;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;

import dev.telemetry.autoconfigure.ConditionalOnSwitchedOn;
import dev.telemetry.autoconfigure.ConditionalOnTelemetry;
import dev.telemetry.autoconfigure.TelemetrySignal;
import dev.telemetry.autoconfigure.property.PropertyNames;
import dev.telemetry.autoconfigure.property.PropertyRejections;
import dev.telemetry.decision.RequestMeter;
import dev.telemetry.export.SpanPipelines;
import dev.telemetry.health.ContextLeaks;
import dev.telemetry.health.InternalFailures;
import dev.telemetry.health.SamplingCounts;
import dev.telemetry.metrics.ActiveRequests;
import dev.telemetry.metrics.EventMeters;
import dev.telemetry.metrics.ExportMeters;
import dev.telemetry.metrics.HttpServerMeterSettings;
import dev.telemetry.metrics.HttpServerMeters;
import dev.telemetry.metrics.MicrometerOperationMeters;
import dev.telemetry.metrics.OperationMeterSettings;
import dev.telemetry.metrics.SamplingMeters;
import dev.telemetry.names.MeterNames;
import dev.telemetry.record.EventGate;
import dev.telemetry.record.OperationMeters;
import dev.telemetry.sampling.TailSampler;
import dev.telemetry.sampling.TargetRatio;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for meters. The timer of requests
 * exists with every backend, because it replaces that of Spring Boot. The backend
 * determines whether Prometheus is exposed.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
@AutoConfiguration(
		afterName = "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration")
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnBean(MeterRegistry.class)
@ConditionalOnTelemetry
@EnableConfigurationProperties(TelemetryMetricsProperties.class)
public final class TelemetryMetricsAutoConfiguration {

	TelemetryMetricsAutoConfiguration() {
	}

	// Created when the filter needs it: if Spring Boot observes requests, it measures
	// them. In the context of the registry, which may be that of several web
	// applications below.
	@Bean
	@Lazy
	@ConditionalOnMissingBean({ RequestMeter.class, ActiveRequests.class })
	RequestMeter telemetryRequestMeter(MeterRegistry registry, TelemetryMetricsProperties properties,
			PropertyRejections rejections, Environment environment) {
		List<Duration> buckets = valid("http", properties.getHttp().getBuckets(), rejections);
		ServerObservationProperties observation = ServerObservationProperties.of(environment);
		if (!observation.enabled()) {
			return RequestMeter.NOOP;
		}
		return new HttpServerMeters(registry,
				new HttpServerMeterSettings(observation.name(), buckets, observation.keyValues()));
	}

	// Also for Spring Boot's timer, if that measures requests.
	@Bean
	@Order(BucketsFilter.ORDER)
	@ConditionalOnWebApplication
	@ConditionalOnSwitchedOn(PropertyNames.HTTP_ENABLED)
	static MeterFilter telemetryRequestBuckets(TelemetryMetricsProperties properties, PropertyRejections rejections,
			Environment environment) {
		return new BucketsFilter(environment.getProperty(PropertyNames.REQUESTS_NAME, MeterNames.HTTP_SERVER_REQUESTS),
				valid("http", properties.getHttp().getBuckets(), rejections));
	}

	@Bean
	@Order(BucketsFilter.ORDER)
	@ConditionalOnTelemetry(TelemetrySignal.METRICS)
	static MeterFilter telemetryJobBuckets(TelemetryMetricsProperties properties, PropertyRejections rejections) {
		return new BucketsFilter(MeterNames.JOB_RUN, valid("job", properties.getJob().getBuckets(), rejections));
	}

	@Bean
	@Order(BucketsFilter.ORDER)
	@ConditionalOnTelemetry(TelemetrySignal.METRICS)
	static MeterFilter telemetryCallBuckets(TelemetryMetricsProperties properties, PropertyRejections rejections) {
		return new BucketsFilter(MeterNames.EXTERNAL_API_CALL,
				valid("client", properties.getClient().getBuckets(), rejections));
	}

	private static List<Duration> valid(String group, List<Duration> buckets, PropertyRejections rejections) {
		for (Duration bucket : buckets) {
			if (!isBound(bucket)) {
				throw rejections.reject("telemetry.metrics." + group + ".buckets",
						"a list of durations above zero and up to 365d, or empty");
			}
		}
		return buckets;
	}

	private static boolean isBound(Duration bucket) {
		return !bucket.isNegative() && !bucket.isZero() && bucket.compareTo(PropertyRejections.LONGEST) <= 0;
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnTelemetry(TelemetrySignal.METRICS)
	OperationMeters telemetryOperationMeters(MeterRegistry registry, TelemetryMetricsProperties properties,
			PropertyRejections rejections) {
		return new MicrometerOperationMeters(registry,
				new OperationMeterSettings(valid("job", properties.getJob().getBuckets(), rejections),
						valid("client", properties.getClient().getBuckets(), rejections)));
	}

	@Bean
	MeterBinder telemetryInternalFailuresMeter(InternalFailures failures) {
		return (registry) -> FunctionCounter.builder(MeterNames.INTERNAL_FAILURES, failures, InternalFailures::count)
			.description("Failures inside telemetry that were kept away from the application")
			.register(registry);
	}

	@Bean
	@ConditionalOnTelemetry(TelemetrySignal.TRACES)
	MeterBinder telemetryTracingMeters(ContextLeaks leaks, ObjectProvider<EventGate> events,
			ObjectProvider<SamplingCounts> counts, ObjectProvider<TailSampler> sampler,
			ObjectProvider<TargetRatio> target) {
		return (registry) -> {
			bindLeaks(registry, leaks);
			bindEvents(registry, events.getIfAvailable());
			bindSampling(registry, counts, sampler.getIfAvailable());
			bindTarget(registry, target.getIfAvailable());
		};
	}

	private static void bindLeaks(MeterRegistry registry, ContextLeaks leaks) {
		FunctionCounter.builder(MeterNames.CONTEXT_LEAKS, leaks, ContextLeaks::count)
			.description("Scopes that were left open, after which the context before was restored")
			.register(registry);
	}

	private static void bindEvents(MeterRegistry registry, @Nullable EventGate events) {
		if (events != null) {
			new EventMeters(events).bindTo(registry);
		}
	}

	private static void bindSampling(MeterRegistry registry, ObjectProvider<SamplingCounts> counts,
			@Nullable TailSampler sampler) {
		if (sampler != null) {
			new SamplingMeters(counts.getObject(), sampler.reasons(), sampler::heldSpans,
					() -> sampler.control().settings().ratio().value(),
					() -> sampler.control().settings().slowThresholdNanos())
				.bindTo(registry);
		}
	}

	private static void bindTarget(MeterRegistry registry, @Nullable TargetRatio target) {
		if (target != null) {
			Gauge.builder(MeterNames.SAMPLING_TARGET, target, (adapting) -> adapting.tracesPerMinute().current())
				.description("Traces that are to be sampled in a minute, as it holds now")
				.register(registry);
		}
	}

	/**
	 * Meters that need the SDK.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(SpanProcessor.class)
	@ConditionalOnTelemetry(TelemetrySignal.TRACES)
	static class ExportMetersConfiguration {

		@Bean
		MeterBinder telemetryExportMeters(ObjectProvider<SpanPipelines> pipelines) {
			return (registry) -> {
				SpanPipelines exporting = pipelines.getIfAvailable();
				if (exporting != null) {
					new ExportMeters(exporting.states()).bindTo(registry);
				}
			};
		}

	}

	/**
	 * Meters of a reactive server, whose requests Spring Boot measures.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
	@ConditionalOnSwitchedOn(PropertyNames.HTTP_ENABLED)
	static class ReactiveRequestsConfiguration {

		@Bean
		@ConditionalOnMissingBean
		ActiveRequests telemetryActiveRequests(MeterRegistry registry) {
			return new ActiveRequests(registry);
		}

	}

}
