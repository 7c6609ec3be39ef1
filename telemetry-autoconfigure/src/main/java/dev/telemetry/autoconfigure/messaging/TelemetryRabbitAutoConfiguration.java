package dev.telemetry.autoconfigure.messaging;

import java.util.List;

import io.micrometer.observation.Observation;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.otel.bridge.OtelTracer;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.amqp.rabbit.support.micrometer.RabbitMessageReceiverContext;
import org.springframework.amqp.rabbit.support.micrometer.RabbitMessageSenderContext;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.annotation.Order;

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
 * {@link EnableAutoConfiguration Auto-configuration} for Spring AMQP: listeners are
 * recorded as jobs, and templates pass the trace on.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = TelemetryRecorderAutoConfiguration.class,
		afterName = "org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingAutoConfiguration")
@ConditionalOnClass({ RabbitMessageReceiverContext.class, RabbitTemplate.class, Observation.class })
@ConditionalOnTelemetry
@ConditionalOnSwitchedOn({ PropertyNames.JOB_ENABLED, PropertyNames.JOB_RABBIT })
@Import(MessagingConfiguration.class)
public final class TelemetryRabbitAutoConfiguration {

	// Before all handlers of Spring Boot.
	private static final int ORDER = 0;

	TelemetryRabbitAutoConfiguration() {
	}

	@Bean
	MessageJobs<RabbitMessageReceiverContext> telemetryRabbitReceived(MessageContexts contexts,
			MessageOperations operations, ContextLeaks leaks) {
		return new MessageJobs<>(new RabbitReceived(contexts), operations, leaks);
	}

	@Bean
	MessageJobs<RabbitBatch> telemetryRabbitBatches(MessageContexts contexts, MessageOperations operations,
			ContextLeaks leaks) {
		return new MessageJobs<>(new RabbitBatches(contexts), operations, leaks);
	}

	/**
	 * Without spans.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnMeasuringOnly
	@Import(RabbitConfiguration.class)
	static class MeasuringConfiguration {

		@Bean
		@Order(ORDER)
		MeasuringObservationHandler<RabbitMessageReceiverContext> telemetryRabbitReceivedMeasuringHandler(
				MessageJobs<RabbitMessageReceiverContext> received, InternalFailures failures) {
			return new MeasuringObservationHandler<>(received, failures);
		}

		@Bean
		@Order(ORDER)
		MeasuringObservationHandler<RabbitBatch> telemetryRabbitBatchesMeasuringHandler(
				MessageJobs<RabbitBatch> batches, InternalFailures failures) {
			return new MeasuringObservationHandler<>(batches, failures);
		}

		@Bean
		MessageHandlers telemetryRabbitHandlers(MeasuringObservationHandler<RabbitMessageReceiverContext> received,
				MeasuringObservationHandler<RabbitBatch> batches) {
			return new MessageHandlers(List.of(received, batches));
		}

	}

	/**
	 * With spans.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(OtelTracer.class)
	@ConditionalOnBean(OtelTracer.class)
	@ConditionalOnTelemetry(TelemetrySignal.TRACES)
	@Import(RabbitConfiguration.class)
	static class TracingConfiguration {

		@Bean
		@Order(ORDER)
		RecordingObservationHandler<RabbitMessageReceiverContext> telemetryRabbitReceivedHandler(
				MessageJobs<RabbitMessageReceiverContext> received, Tracer tracer, InternalFailures failures) {
			return new RecordingObservationHandler<>(received, tracer, (context, span) -> {
			}, failures);
		}

		@Bean
		@Order(ORDER)
		RecordingObservationHandler<RabbitBatch> telemetryRabbitBatchesHandler(MessageJobs<RabbitBatch> batches,
				Tracer tracer, InternalFailures failures) {
			return new RecordingObservationHandler<>(batches, tracer, (context, span) -> {
			}, failures);
		}

		@Bean
		@Order(ORDER)
		RecordingObservationHandler<RabbitMessageSenderContext> telemetryRabbitSendingHandler(
				MessageOperations operations, MessageContexts contexts, Tracer tracer, InternalFailures failures) {
			SentMessages<Message, RabbitMessageSenderContext> sent = new SentMessages<>(
					RabbitMessageSenderContext.class, operations, contexts,
					(message, key) -> message.getMessageProperties().getHeaders().remove(key),
					RabbitReceived::describeSent);
			return new RecordingObservationHandler<>(sent, tracer, sent::started, failures);
		}

		@Bean
		MessageHandlers telemetryRabbitHandlers(RecordingObservationHandler<RabbitMessageReceiverContext> received,
				RecordingObservationHandler<RabbitBatch> batches,
				RecordingObservationHandler<RabbitMessageSenderContext> sending) {
			return new MessageHandlers(List.of(received, batches, sending));
		}

	}

}
