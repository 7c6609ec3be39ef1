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
 * The account of each exporter, of spans and of log records.
 *
 * @param states tells how the exporters are
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
	 * @param kind what it gets
	 * @param target where it sends to
	 * @param state how it is, in a sentence
	 * @param breaker whether records are sent
	 * @param handedOver records that it was to get
	 * @param exported records that the backend acknowledged
	 * @param lost records that are lost, by reason
	 * @param lastLoss when one was lost last, if one was
	 * @param untoldSince since when some are lost that the backend has not been told of,
	 * if there are any
	 * @param lastFailure what went wrong last, if anything did
	 * @param queue what waits
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
	 * What waits to be sent.
	 *
	 * @param records how many
	 * @param maxRecords how many there can be
	 * @param bytes how much memory they take
	 * @param maxBytes how much they may take
	 * @param spooledRecords how many wait on the disk
	 */
	record Queue(int records, int maxRecords, long bytes, long maxBytes, long spooledRecords) {
	}

}
