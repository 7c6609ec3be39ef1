package dev.telemetry.autoconfigure.sampling;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import io.micrometer.tracing.exporter.SpanReporter;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.SpanExporters;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.SpanProcessors;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;

import dev.telemetry.autoconfigure.ConditionalOnTelemetry;
import dev.telemetry.autoconfigure.PeriodicTask;
import dev.telemetry.autoconfigure.StartupCheck;
import dev.telemetry.autoconfigure.StartupDetail;
import dev.telemetry.autoconfigure.TelemetrySignal;
import dev.telemetry.autoconfigure.TracingState;
import dev.telemetry.autoconfigure.property.PropertyNames;
import dev.telemetry.autoconfigure.property.PropertyOrigins;
import dev.telemetry.autoconfigure.property.PropertyRejections;
import dev.telemetry.decision.RecordedJobs;
import dev.telemetry.export.SpanPipelines;
import dev.telemetry.health.ContextLeaks;
import dev.telemetry.health.InternalFailures;
import dev.telemetry.health.SamplingCounts;
import dev.telemetry.sampling.HeadSampler;
import dev.telemetry.sampling.KeepRule;
import dev.telemetry.sampling.KeptTraceTarget;
import dev.telemetry.sampling.SamplingControl;
import dev.telemetry.sampling.TailSampler;
import dev.telemetry.sampling.TailSamplingProcessor;
import dev.telemetry.sampling.TargetRatio;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for sampling. A {@link Sampler} bean
 * of the application decides at the start of a span. A span that it drops is lost; a span
 * that it records without sampling may still be kept.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
@AutoConfiguration(
		beforeName = "org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingAutoConfiguration",
		afterName = "dev.telemetry.autoconfigure.export.TelemetryExportAutoConfiguration")
@ConditionalOnClass(Sampler.class)
@ConditionalOnTelemetry(TelemetrySignal.TRACES)
@ConditionalOnBooleanProperty(name = PropertyNames.SDK_ENABLED, matchIfMissing = true)
@EnableConfigurationProperties(TelemetrySamplingProperties.class)
public final class TelemetrySamplingAutoConfiguration {

	TelemetrySamplingAutoConfiguration() {
	}

	@Bean
	@ConditionalOnMissingBean(name = "telemetrySamplingCounts")
	SamplingCounts telemetrySamplingCounts() {
		return new SamplingCounts();
	}

	@Bean
	@ConditionalOnMissingBean
	SamplingControl telemetrySamplingControl(TelemetrySamplingProperties properties, Environment environment,
			PropertyOrigins origins, PropertyRejections rejections) {
		SamplingRatio ratio = SamplingRatio.of(properties.getRatio(), environment, origins, rejections);
		return new SamplingControl(new SamplingMapper(properties, rejections).settings(ratio.value()));
	}

	@Bean
	@ConditionalOnMissingBean(name = "telemetryTailSampler")
	TailSampler telemetryTailSampler(SamplingControl control, TelemetrySamplingProperties properties,
			ObjectProvider<KeepRule> rules, SamplingCounts counts, InternalFailures failures,
			PropertyRejections rejections) {
		return new TailSampler(control, new SamplingMapper(properties, rejections).limits(),
				() -> rules.orderedStream().toList(), counts, failures);
	}

	@Bean
	@ConditionalOnMissingBean
	Sampler telemetrySampler(TailSampler tail, ObjectProvider<TargetRatio> target, ObjectProvider<RecordedJobs> jobs,
			TracingState tracing) {
		return (tracing.reported()) ? new HeadSampler(tail, target.getIfAvailable(),
				Objects.requireNonNullElse(jobs.getIfAvailable(), RecordedJobs.NONE)) : Sampler.alwaysOff();
	}

	@Bean
	@Order(10)
	StartupDetail telemetrySamplingStartupDetail(Sampler sampler, TelemetrySamplingProperties properties,
			Environment environment, PropertyOrigins origins, PropertyRejections rejections) {
		if (!(sampler instanceof HeadSampler)) {
			return StartupDetail.of("sampler", sampler.getDescription(), "bean of the application");
		}
		SamplingRatio ratio = SamplingRatio.of(properties.getRatio(), environment, origins, rejections);
		return StartupDetail.of("ratio", ratio.value(), ratio.setBy());
	}

	/**
	 * Adapts the ratio.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnProperty(PropertyNames.TARGET)
	static class TargetConfiguration {

		@Bean
		@ConditionalOnMissingBean
		@Nullable TargetRatio telemetryTargetRatio(SamplingControl control, TelemetrySamplingProperties properties,
				PropertyRejections rejections) {
			// There is none if the property is empty, or was removed after the
			// application was processed ahead of time.
			Integer target = properties.getTargetTracesPerMinute();
			return (target != null) ? new TargetRatio(control, rejections.atLeast(PropertyNames.TARGET, target, 1))
					: null;
		}

		@Bean
		@ConditionalOnMissingBean(name = "telemetryTargetRatioTask")
		@Nullable PeriodicTask telemetryTargetRatioTask(ObjectProvider<TargetRatio> target) {
			TargetRatio adapting = target.getIfAvailable();
			return (adapting != null) ? PeriodicTask.eachMinute("adapting the ratio", adapting::minute) : null;
		}

		@Bean
		@Order(11)
		@Nullable StartupDetail telemetryTargetStartupDetail(ObjectProvider<TargetRatio> target, PropertyOrigins origins) {
			TargetRatio adapting = target.getIfAvailable();
			return (adapting != null) ? StartupDetail.of("target-traces-per-minute", adapting.tracesPerMinute().base(),
					origins.setBy(PropertyNames.TARGET)) : null;
		}

		@Bean
		StartupCheck telemetryTargetCheck(Sampler sampler) {
			return () -> (sampler instanceof HeadSampler) ? null : PropertyNames.TARGET
					+ " has no effect: a Sampler bean of the application decides which traces are sampled.";
		}

	}

	/**
	 * Puts the sampler before the processors that export, unless the application arranges
	 * the processors itself.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(SpanProcessors.class)
	@ConditionalOnMissingBean(SpanProcessors.class)
	static class TailSamplingConfiguration {

		@Bean
		SpanProcessors telemetryTailSamplingProcessors(ObjectProvider<SpanProcessor> processors,
				ObjectProvider<SpanExporters> exporters, ObjectProvider<SpanReporter> reporters,
				ObjectProvider<SpanPipelines> pipelines, ObjectProvider<KeptTraceTarget> targets, TailSampler sampler,
				ContextLeaks leaks, TelemetrySamplingProperties properties) {
			boolean all = properties.getUserProcessors() == TelemetrySamplingProperties.UserProcessors.ALL;
			SpanPipelines exporting = pipelines.getIfAvailable();
			List<SpanProcessor> before = new ArrayList<>();
			List<KeptTraceTarget> behind = new ArrayList<>();
			for (SpanProcessor processor : users(processors, exporting)) {
				// Reports need all spans of a job, whether they are kept or not.
				if (processor instanceof RecordedJobs || (all && !(processor instanceof BatchSpanProcessor))) {
					before.add(processor);
				}
				else {
					behind.add(KeptTraceTarget.of(processor));
				}
			}
			if (exporting != null && !exporting.states().isEmpty()) {
				behind.add(new KeptTraceTarget(exporting, exporting::accept));
			}
			List<KeptTraceTarget> others = targets.orderedStream().toList();
			behind.addAll(others);
			// First in the order: if a processor of the application throws, the SDK does
			// not call the ones behind it.
			if (!others.isEmpty() || isUsed(behind, exporters, reporters)) {
				before.add(0, new TailSamplingProcessor(sampler, behind, leaks));
			}
			else {
				for (KeptTraceTarget target : behind) {
					before.add(target.processor());
				}
			}
			return SpanProcessors.of(before);
		}

		private static List<SpanProcessor> users(ObjectProvider<SpanProcessor> processors,
				@Nullable SpanPipelines exporting) {
			List<SpanProcessor> users = new ArrayList<>(processors.orderedStream().toList());
			users.remove(exporting);
			return users;
		}

		// Without an exporter or another processor for kept traces,
		// nothing needs to be recorded.
		private static boolean isUsed(List<KeptTraceTarget> processors, ObjectProvider<SpanExporters> exporters,
				ObjectProvider<SpanReporter> reporters) {
			SpanExporters available = exporters.getIfAvailable();
			boolean exports = available == null || !available.list().isEmpty()
					|| reporters.orderedStream().findAny().isPresent();
			return exports && !processors.isEmpty();
		}

	}

}
