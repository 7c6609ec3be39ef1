package dev.telemetry.metrics;

import org.jspecify.annotations.Nullable;

import dev.telemetry.names.MeterNames;

/**
 * Names of the meters for one kind of records.
 *
 * @param records name of the kind of records, for the beginning of a sentence
 * @param handedOver counter of records that were handed over
 * @param exported counter of records that were acknowledged
 * @param dropped counter of records that are lost
 * @param queued gauge of records that wait
 * @param queueCapacity gauge of how many records can wait
 * @param queuedSize gauge of the memory that the waiting records take
 * @param queueMaxSize gauge of the memory that the waiting records may take
 * @param spooled gauge of records that wait on the disk, or {@code null} if none can
 */
record RecordMeters(String records, String handedOver, String exported, String dropped, String queued,
		String queueCapacity, String queuedSize, String queueMaxSize, @Nullable String spooled) {

	private static final RecordMeters SPANS = new RecordMeters("Spans", MeterNames.SPANS_HANDED_OVER,
			MeterNames.SPANS_EXPORTED, MeterNames.SPANS_DROPPED, MeterNames.SPANS_QUEUED,
			MeterNames.SPANS_QUEUE_CAPACITY, MeterNames.SPANS_QUEUED_SIZE, MeterNames.SPANS_QUEUE_MAX_SIZE,
			MeterNames.SPANS_SPOOLED);

	private static final RecordMeters LOGS = new RecordMeters("Log records", MeterNames.LOGS_HANDED_OVER,
			MeterNames.LOGS_EXPORTED, MeterNames.LOGS_DROPPED, MeterNames.LOGS_QUEUED, MeterNames.LOGS_QUEUE_CAPACITY,
			MeterNames.LOGS_QUEUED_SIZE, MeterNames.LOGS_QUEUE_MAX_SIZE, null);

	static RecordMeters of(String kind) {
		return (kind.equals(MeterNames.KIND_LOGS)) ? LOGS : SPANS;
	}

}
