package dev.telemetry.export;

import java.util.List;
import java.util.function.UnaryOperator;

import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.jspecify.annotations.Nullable;

import dev.telemetry.export.disk.Spool;
import dev.telemetry.export.disk.SpoolEntry;
import dev.telemetry.health.SpanFootprint;
import dev.telemetry.names.MeterNames;

/**
 * The kind of spans.
 */
final class SpanRecords implements RecordKind<ReadableSpan, SpanData> {

	private final UnaryOperator<SpanData> redaction;

	/**
	 * Creates the kind.
	 * @param redaction removes what must not leave the process
	 */
	SpanRecords(UnaryOperator<SpanData> redaction) {
		this.redaction = redaction;
	}

	@Override
	public String name() {
		return MeterNames.KIND_SPANS;
	}

	@Override
	public long footprint(ReadableSpan span) {
		return SpanFootprint.of(span);
	}

	@Override
	public SpanData convert(ReadableSpan span) {
		return this.redaction.apply(span.toSpanData());
	}

	@Override
	public long size(SpanData span) {
		return SpanSize.bytes(span);
	}

	@Override
	public Resource resource(SpanData span) {
		return span.getResource();
	}

	@Override
	public SpanData lossSignal(LossGap.Losses losses, String exporter, Resource resource) {
		return DataLossSpan.of(losses, exporter, resource);
	}

	@Override
	public @Nullable SpoolEntry write(Spool spool, List<SpanData> batch) {
		return spool.write(batch);
	}

	@Override
	public @Nullable List<SpanData> read(Spool spool, SpoolEntry entry) {
		List<SpanData> spans = spool.read(entry);
		// An earlier run may have had other privacy settings.
		return (spans != null) ? spans.stream().map(this.redaction).toList() : null;
	}

}
