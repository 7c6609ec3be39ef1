package dev.telemetry.autoconfigure.messaging;

import java.util.List;

import io.micrometer.observation.Observation;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.otel.bridge.OtelTracer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.annotation.Order;
import org.springframework.kafka.support.micrometer.KafkaRecordReceiverContext;
import org.springframework.kafka.support.micrometer.KafkaRecordSenderContext;

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
 * {@link EnableAutoConfiguration Auto-configuration} for Spring for Apache Kafka:
 * listeners are recorded as jobs, and templates pass the trace on.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = TelemetryRecorderAutoConfiguration.class,
		afterName = "org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingAutoConfiguration")
@ConditionalOnClass({ KafkaRecordReceiverContext.class, ProducerRecord.class, Observation.class })
@ConditionalOnTelemetry
@ConditionalOnSwitchedOn({ PropertyNames.JOB_ENABLED, PropertyNames.JOB_KAFKA })
@Import(MessagingConfiguration.class)
public final class TelemetryKafkaAutoConfiguration {

	// Before all handlers of Spring Boot.
	private static final int ORDER = 0;

	TelemetryKafkaAutoConfiguration() {
	}

	@Bean
	KafkaConsumerThreads telemetryKafkaConsumerThreads(InternalFailures failures) {
		return new KafkaConsumerThreads(failures);
	}

	@Bean
	KafkaGroups telemetryKafkaGroups() {
		return new KafkaGroups();
	}

	@Bean
	MessageJobs<KafkaRecordReceiverContext> telemetryKafkaRecords(KafkaConsumerThreads threads, KafkaGroups groups,
			MessageContexts contexts, MessageOperations operations, ContextLeaks leaks) {
		return new MessageJobs<>(new KafkaRecords(threads, groups, contexts), operations, leaks);
	}

	@Bean
	MessageJobs<KafkaBatch> telemetryKafkaBatches(KafkaGroups groups, MessageContexts contexts,
			MessageOperations operations, ContextLeaks leaks) {
		return new MessageJobs<>(new KafkaBatches(groups, contexts), operations, leaks);
	}

	/**
	 * Without spans.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnMeasuringOnly
	@Import(KafkaConfiguration.class)
	static class MeasuringConfiguration {

		@Bean
		@Order(ORDER)
		MeasuringObservationHandler<KafkaRecordReceiverContext> telemetryKafkaRecordsMeasuringHandler(
				MessageJobs<KafkaRecordReceiverContext> records, InternalFailures failures) {
			return new MeasuringObservationHandler<>(records, failures);
		}

		@Bean
		@Order(ORDER)
		MeasuringObservationHandler<KafkaBatch> telemetryKafkaBatchesMeasuringHandler(MessageJobs<KafkaBatch> batches,
				InternalFailures failures) {
			return new MeasuringObservationHandler<>(batches, failures);
		}

		@Bean
		MessageHandlers telemetryKafkaHandlers(MeasuringObservationHandler<KafkaRecordReceiverContext> records,
				MeasuringObservationHandler<KafkaBatch> batches) {
			return new MessageHandlers(List.of(records, batches));
		}

	}

	/**
	 * With spans.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(OtelTracer.class)
	@ConditionalOnBean(OtelTracer.class)
	@ConditionalOnTelemetry(TelemetrySignal.TRACES)
	@Import(KafkaConfiguration.class)
	static class TracingConfiguration {

		@Bean
		@Order(ORDER)
		RecordingObservationHandler<KafkaRecordReceiverContext> telemetryKafkaRecordsHandler(
				MessageJobs<KafkaRecordReceiverContext> records, Tracer tracer, InternalFailures failures) {
			return new RecordingObservationHandler<>(records, tracer, (context, span) -> {
			}, failures);
		}

		@Bean
		@Order(ORDER)
		RecordingObservationHandler<KafkaBatch> telemetryKafkaBatchesHandler(MessageJobs<KafkaBatch> batches,
				Tracer tracer, InternalFailures failures) {
			return new RecordingObservationHandler<>(batches, tracer, (context, span) -> {
			}, failures);
		}

		@Bean
		@Order(ORDER)
		RecordingObservationHandler<KafkaRecordSenderContext> telemetryKafkaSendingHandler(MessageOperations operations,
				MessageContexts contexts, Tracer tracer, InternalFailures failures) {
			SentMessages<ProducerRecord<?, ?>, KafkaRecordSenderContext> sent = new SentMessages<>(
					KafkaRecordSenderContext.class, operations, contexts, (record, key) -> record.headers().remove(key),
					KafkaRecords::describeSent);
			return new RecordingObservationHandler<>(sent, tracer, sent::started, failures);
		}

		@Bean
		MessageHandlers telemetryKafkaHandlers(RecordingObservationHandler<KafkaRecordReceiverContext> records,
				RecordingObservationHandler<KafkaBatch> batches,
				RecordingObservationHandler<KafkaRecordSenderContext> sending) {
			return new MessageHandlers(List.of(records, batches, sending));
		}

	}

}
