package dev.telemetry.starter.application;

import java.util.Collection;

import io.micrometer.tracing.exporter.SpanExportingPredicate;
import io.micrometer.tracing.exporter.SpanFilter;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/**
 * Beans that applications declare to have their say in traces. One each is added to an
 * application.
 */
public final class UserBeans {

	/** Name that the filter gives to every span. */
	public static final String FILTERED = "filtered by the user";

	private UserBeans() {
	}

	/**
	 * Drops every trace.
	 */
	@Configuration(proxyBeanMethods = false)
	static class OfSampler {

		@Bean
		Sampler userSampler() {
			return Sampler.alwaysOff();
		}

	}

	/**
	 * Gets every span.
	 */
	@Configuration(proxyBeanMethods = false)
	@Import(Sightings.class)
	static class OfSpanExporter {

		@Bean
		SpanExporter userSpanExporter(Sightings sightings) {
			return new SightingsExporter(sightings);
		}

	}

	/**
	 * Sees every span end.
	 */
	@Configuration(proxyBeanMethods = false)
	@Import(Sightings.class)
	static class OfSpanProcessor {

		@Bean
		SpanProcessor userSpanProcessor(Sightings sightings) {
			return new SightingsProcessor(sightings);
		}

	}

	/**
	 * Changes every span.
	 */
	@Configuration(proxyBeanMethods = false)
	static class OfSpanFilter {

		@Bean
		SpanFilter userSpanFilter() {
			return (span) -> span.setName(FILTERED);
		}

	}

	/**
	 * Keeps every span from being exported.
	 */
	@Configuration(proxyBeanMethods = false)
	static class OfSpanExportingPredicate {

		@Bean
		SpanExportingPredicate userSpanExportingPredicate() {
			return (span) -> false;
		}

	}

	/**
	 * Makes the spans.
	 */
	@Configuration(proxyBeanMethods = false)
	@Import(Sightings.class)
	static class OfOpenTelemetry {

		@Bean
		OpenTelemetry userOpenTelemetry(Sightings sightings) {
			SdkTracerProvider provider = SdkTracerProvider.builder()
				.addSpanProcessor(SimpleSpanProcessor.create(new SightingsExporter(sightings)))
				.build();
			return OpenTelemetrySdk.builder().setTracerProvider(provider).build();
		}

	}

	private record SightingsExporter(Sightings sightings) implements SpanExporter {

		@Override
		public CompletableResultCode export(Collection<SpanData> spans) {
			spans.forEach((span) -> this.sightings.add(span.getKind(), span.getAttributes()));
			return CompletableResultCode.ofSuccess();
		}

		@Override
		public CompletableResultCode flush() {
			return CompletableResultCode.ofSuccess();
		}

		@Override
		public CompletableResultCode shutdown() {
			return CompletableResultCode.ofSuccess();
		}

	}

	private record SightingsProcessor(Sightings sightings) implements SpanProcessor {

		@Override
		public void onStart(Context parent, ReadWriteSpan span) {
		}

		@Override
		public boolean isStartRequired() {
			return false;
		}

		@Override
		public void onEnd(ReadableSpan span) {
			this.sightings.add(span.getKind(), span.toSpanData().getAttributes());
		}

		@Override
		public boolean isEndRequired() {
			return true;
		}

	}

}
