package dev.telemetry.autoconfigure.job;

import io.micrometer.core.annotation.Timed;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.aop.config.AopConfigUtils;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.context.annotation.Role;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotationMetadata;
import org.springframework.util.function.SingletonSupplier;

import dev.telemetry.autoconfigure.ConditionalOnTelemetry;
import dev.telemetry.autoconfigure.StartupCheck;
import dev.telemetry.autoconfigure.TelemetrySignal;
import dev.telemetry.health.InternalFailures;
import dev.telemetry.record.TelemetryRecorder;

/**
 * Records methods that have an annotation, by Spring's own proxies. All of this is made
 * before most beans are, so nothing of it may need others.
 */
@Configuration(proxyBeanMethods = false)
@Import(TimedMethodsConfiguration.ProxyCreatorRegistrar.class)
class TimedMethodsConfiguration {

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static TimedMethods telemetryTimedMethods(ObjectProvider<TimedMethodSource> sources) {
		return new TimedMethods(SingletonSupplier.of(() -> sources.orderedStream().toList())::obtain);
	}

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static TimedMethodAdvisor telemetryTimedMethodAdvisor(TimedMethods methods) {
		return new TimedMethodAdvisor(methods);
	}

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static RecordedMethods telemetryRecordedMethods(ObjectProvider<TelemetryRecorder> recorder,
			ObjectProvider<InternalFailures> failures, Environment environment) {
		return new RecordedMethods(recorder::getObject, failures::getObject, environment);
	}

	@Bean
	static StartupCheck telemetryMisplacedAnnotationsCheck(TimedMethods methods) {
		return () -> (methods.misplaced().isEmpty()) ? null
				: "These methods cannot be recorded, because they or their classes are private, static or final: "
						+ String.join(", ", methods.misplaced()) + ".";
	}

	// A job that never runs is late as well.
	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static SmartInitializingSingleton telemetryKnownJobs(TimedMethods methods) {
		return () -> methods.all().forEach((timed) -> {
			if (timed instanceof RecordedMethod recorded) {
				recorded.prepare();
			}
		});
	}

	/**
	 * Micrometer's annotation, unless its own aspect is there.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(Timed.class)
	@ConditionalOnTelemetry(TelemetrySignal.METRICS)
	@ConditionalOnBean(MeterRegistry.class)
	@ConditionalOnMissingBean(type = "io.micrometer.core.aop.TimedAspect")
	static class MicrometerTimedConfiguration {

		@Bean
		@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
		static MicrometerTimedMethods telemetryMicrometerTimedMethods(ObjectProvider<MeterRegistry> registry,
				ObjectProvider<InternalFailures> failures) {
			return new MicrometerTimedMethods(registry::getObject, failures::getObject);
		}

	}

	/**
	 * Uses the creator of proxies that is there, or registers Spring's simplest.
	 */
	static final class ProxyCreatorRegistrar implements ImportBeanDefinitionRegistrar {

		@Override
		public void registerBeanDefinitions(AnnotationMetadata metadata, BeanDefinitionRegistry registry) {
			AopConfigUtils.registerAutoProxyCreatorIfNecessary(registry);
		}

	}

}
