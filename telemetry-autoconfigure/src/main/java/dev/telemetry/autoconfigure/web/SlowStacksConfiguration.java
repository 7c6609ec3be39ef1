package dev.telemetry.autoconfigure.web;

import io.opentelemetry.sdk.trace.samplers.Sampler;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import dev.telemetry.autoconfigure.ConditionalOnSwitchedOn;
import dev.telemetry.autoconfigure.TracingState;
import dev.telemetry.autoconfigure.property.PropertyNames;
import dev.telemetry.health.InternalFailures;
import dev.telemetry.sampling.SlowStacks;
import dev.telemetry.sampling.TailSampler;

/**
 * Takes the stacks of slow requests. The thread runs as long as the context is running: a
 * context that is only refreshed, to train a cache of classes, has no thread.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass(Sampler.class)
@ConditionalOnBean({ TailSampler.class, TelemetryFilterRegistration.class })
@ConditionalOnSwitchedOn(PropertyNames.SLOW_STACKS)
class SlowStacksConfiguration {

	@Bean
	SmartLifecycle telemetrySlowStacks(TailSampler sampler, InternalFailures failures, TracingState tracing) {
		return new SlowStacksLifecycle(new SlowStacks(sampler, failures), tracing.reported());
	}

	private static final class SlowStacksLifecycle implements SmartLifecycle {

		private final SlowStacks stacks;

		private final boolean wanted;

		private volatile boolean running;

		SlowStacksLifecycle(SlowStacks stacks, boolean wanted) {
			this.stacks = stacks;
			this.wanted = wanted;
		}

		@Override
		public void start() {
			if (this.wanted) {
				this.stacks.start();
				this.running = true;
			}
		}

		@Override
		public void stop() {
			this.stacks.close();
			this.running = false;
		}

		@Override
		public boolean isRunning() {
			return this.running;
		}

	}

}
