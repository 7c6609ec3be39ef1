package dev.telemetry.autoconfigure.endpoint;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import dev.telemetry.health.ExporterHealth;
import dev.telemetry.health.ExporterState;

/**
 * The section with the account of each exporter of spans and of log records.
 *
 * @param states supplies the states of the exporters
 */
record ExportersSection(Supplier<List<ExporterState>> states) implements TelemetrySection {

	@Override
	public String name() {
		return "exporters";
	}

	@Override
	public Object read() {
		return this.states.get().stream().map(Exporter::of).toList();
	}

	/**
	 * An exporter.
	 *
	 * @param name name of the exporter
	 * @param kind kind of the records
	 * @param target target of the exporter
	 * @param state description of the state
	 * @param breaker state of the circuit breaker
	 * @param handedOver records that were handed over
	 * @param exported records that the backend acknowledged
	 * @param lost records that are lost, by reason
	 * @param lastLoss when the last record was lost, if any was
	 * @param untoldSince since when there are losses that the backend has not been told
	 * about, if any
	 * @param lastFailure the last failure, if there was any
	 * @param queue the queue
	 */
	record Exporter(String name, String kind, String target, String state, String breaker, long handedOver,
			long exported, Map<String, Long> lost, @Nullable Instant lastLoss, @Nullable Instant untoldSince,
			@Nullable String lastFailure, Queue queue) {

		static Exporter of(ExporterState state) {
			ExporterHealth health = state.health();
			Map<String, Long> lost = new TreeMap<>();
			health.dropped().forEach((reason, number) -> lost.put(reason.text(), number));
			return new Exporter(health.exporter(), health.kind(), health.target(), health.sentence(),
					health.breaker().name().toLowerCase(Locale.ROOT), health.handedOver(), health.exported(), lost,
					health.lastLoss(), health.missingSince(), health.lastFailure(), new Queue(health.queued(),
							health.capacity(), state.queue().heldBytes(), state.queue().maxBytes(), health.spooled()));
		}

	}

	/**
	 * The queue of an exporter.
	 *
	 * @param records the number of records in the queue
	 * @param maxRecords how many records can be queued
	 * @param bytes how much memory the records take
	 * @param maxBytes how much memory the records may take
	 * @param spooledRecords the number of records that wait on the disk
	 */
	record Queue(int records, int maxRecords, long bytes, long maxBytes, long spooledRecords) {
	}

}
