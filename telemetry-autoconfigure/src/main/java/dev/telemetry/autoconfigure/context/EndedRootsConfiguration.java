package dev.telemetry.autoconfigure.context;

import io.opentelemetry.sdk.trace.SpanProcessor;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.SdkTracerProviderBuilderCustomizer;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.SpanProcessors;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import dev.telemetry.health.ContextLeaks;
import dev.telemetry.sampling.EndedRoots;
import dev.telemetry.sampling.TailSamplingProcessor;

/**
 * Adds a processor that watches the end of local roots, whatever samples and exports
 * them. If there is a {@link TailSamplingProcessor}, none is added, because a second
 * processor costs each span an iterator. Without an exporter, it is the only processor,
 * and is needed: from version 1.67 on, OpenTelemetry creates no ids without a processor.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass({ SpanProcessor.class, SdkTracerProviderBuilderCustomizer.class })
class EndedRootsConfiguration {

	@Bean
	SdkTracerProviderBuilderCustomizer telemetryEndedRoots(ContextLeaks leaks,
			ObjectProvider<SpanProcessors> processors) {
		return (builder) -> {
			if (!areWatched(processors)) {
				builder.addSpanProcessor(new EndedRoots(leaks));
			}
		};
	}

	private static boolean areWatched(ObjectProvider<SpanProcessors> all) {
		for (SpanProcessors processors : all) {
			for (SpanProcessor processor : processors.list()) {
				if (processor instanceof TailSamplingProcessor) {
					return true;
				}
			}
		}
		return false;
	}

}
