package dev.telemetry.autoconfigure.messaging;

import io.micrometer.common.KeyValues;
import io.micrometer.observation.Observation;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.support.micrometer.KafkaListenerObservationConvention;
import org.springframework.kafka.support.micrometer.KafkaRecordReceiverContext;

/**
 * Convention without key-values: telemetry itself writes the attributes of a record, and
 * only if the span is exported.
 */
final class KafkaNoKeyValues implements KafkaListenerObservationConvention {

	@Override
	public KeyValues getLowCardinalityKeyValues(KafkaRecordReceiverContext context) {
		return KeyValues.empty();
	}

	@Override
	public KeyValues getHighCardinalityKeyValues(KafkaRecordReceiverContext context) {
		return KeyValues.empty();
	}

	@Override
	public @Nullable String getContextualName(KafkaRecordReceiverContext context) {
		return null;
	}

	@Override
	public String getName() {
		return "spring.kafka.listener";
	}

	@Override
	public boolean supportsContext(Observation.Context context) {
		return context instanceof KafkaRecordReceiverContext;
	}

}
