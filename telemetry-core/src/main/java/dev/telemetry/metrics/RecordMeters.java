package dev.telemetry.metrics;

import org.jspecify.annotations.Nullable;

import dev.telemetry.names.MeterNames;

/**
 * Names of the meters for one kind of records.
 *
 * @param records what the records are, at the beginning of a sentence
 * @param handedOver counter of those that an exporter was to get
 * @param exported counter of those that arrived
 * @param dropped counter of those that are lost
 * @param queued gauge of those that wait
 * @param queueCapacity gauge of how many can wait
 * @param queuedSize gauge of the memory that they take
 * @param queueMaxSize gauge of the memory that they may take
 * @param spooled gauge of those that wait on the disk, or {@code null} if none does
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
