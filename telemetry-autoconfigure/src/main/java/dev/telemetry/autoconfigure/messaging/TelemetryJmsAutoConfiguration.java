package dev.telemetry.autoconfigure.messaging;

import java.util.List;

import io.micrometer.jakarta9.instrument.jms.JmsProcessObservationContext;
import io.micrometer.jakarta9.instrument.jms.JmsPublishObservationContext;
import io.micrometer.observation.Observation;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.otel.bridge.OtelTracer;
import jakarta.jms.Message;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.annotation.Order;
import org.springframework.jms.core.JmsTemplate;

import dev.telemetry.autoconfigure.ConditionalOnMeasuringOnly;
import dev.telemetry.autoconfigure.ConditionalOnSwitchedOn;
import dev.telemetry.autoconfigure.ConditionalOnTelemetry;
import dev.telemetry.autoconfigure.TelemetryRecorderAutoConfiguration;
import dev.telemetry.autoconfigure.TelemetrySignal;
import dev.telemetry.autoconfigure.observation.MeasuringObservationHandler;
import dev.telemetry.autoconfigure.observation.RecordingObservationHandler;
import dev.telemetry.autoconfigure.property.PropertyNames;
import dev.telemetry.health.ContextLeaks;
import dev.telemetry.health.InternalFailures;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for Spring JMS: listeners are
 * recorded as jobs, and templates pass the trace on.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = TelemetryRecorderAutoConfiguration.class,
		afterName = "org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingAutoConfiguration")
@ConditionalOnClass({ JmsTemplate.class, Message.class, JmsProcessObservationContext.class, Observation.class })
@ConditionalOnTelemetry
@ConditionalOnSwitchedOn({ PropertyNames.JOB_ENABLED, PropertyNames.JOB_JMS })
@Import(MessagingConfiguration.class)
public final class TelemetryJmsAutoConfiguration {

	// Before all handlers of Spring Boot.
	private static final int ORDER = 0;

	TelemetryJmsAutoConfiguration() {
	}

	@Bean
	MessageJobs<JmsProcessObservationContext> telemetryJmsReceived(MessageContexts contexts,
			MessageOperations operations, ContextLeaks leaks) {
		return new MessageJobs<>(new JmsReceived(contexts), operations, leaks);
	}

	/**
	 * Without spans.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnMeasuringOnly
	@Import(JmsConfiguration.class)
	static class MeasuringConfiguration {

		@Bean
		@Order(ORDER)
		MeasuringObservationHandler<JmsProcessObservationContext> telemetryJmsReceivedMeasuringHandler(
				MessageJobs<JmsProcessObservationContext> received, InternalFailures failures) {
			return new MeasuringObservationHandler<>(received, failures);
		}

		@Bean
		MessageHandlers telemetryJmsHandlers(MeasuringObservationHandler<JmsProcessObservationContext> received) {
			return new MessageHandlers(List.of(received));
		}

	}

	/**
	 * With spans.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(OtelTracer.class)
	@ConditionalOnBean(OtelTracer.class)
	@ConditionalOnTelemetry(TelemetrySignal.TRACES)
	@Import(JmsConfiguration.class)
	static class TracingConfiguration {

		@Bean
		@Order(ORDER)
		RecordingObservationHandler<JmsProcessObservationContext> telemetryJmsReceivedHandler(
				MessageJobs<JmsProcessObservationContext> received, Tracer tracer, InternalFailures failures) {
			return new RecordingObservationHandler<>(received, tracer, (context, span) -> {
			}, failures);
		}

		@Bean
		@Order(ORDER)
		RecordingObservationHandler<JmsPublishObservationContext> telemetryJmsSendingHandler(
				MessageOperations operations, MessageContexts contexts, Tracer tracer, InternalFailures failures) {
			SentMessages<Message, JmsPublishObservationContext> sent = new SentMessages<>(
					JmsPublishObservationContext.class, operations, contexts, (message, key) -> {
					}, JmsReceived::describeSent);
			return new RecordingObservationHandler<>(sent, tracer, sent::started, failures);
		}

		@Bean
		MessageHandlers telemetryJmsHandlers(RecordingObservationHandler<JmsProcessObservationContext> received,
				RecordingObservationHandler<JmsPublishObservationContext> sending) {
			return new MessageHandlers(List.of(received, sending));
		}

	}

}
