package dev.telemetry.export;

import java.util.List;
import java.util.function.Function;
import java.util.function.ToLongFunction;

import io.opentelemetry.sdk.logs.data.LogRecordData;
import io.opentelemetry.sdk.resources.Resource;
import org.jspecify.annotations.Nullable;

import dev.telemetry.export.disk.Spool;
import dev.telemetry.export.disk.SpoolEntry;
import dev.telemetry.names.MeterNames;

/**
 * The kind of log records. They cannot be spooled: the spool stores spans only.
 *
 * @param <T> a record as it is handed over
 */
final class LogRecords<T> implements RecordKind<T, LogRecordData> {

	private final ToLongFunction<T> footprint;

	private final Function<T, LogRecordData> conversion;

	/**
	 * Creates the kind.
	 * @param footprint measures how much memory a record takes, in bytes
	 * @param conversion converts a record to its exported form, and removes what must not
	 * leave the process
	 */
	LogRecords(ToLongFunction<T> footprint, Function<T, LogRecordData> conversion) {
		this.footprint = footprint;
		this.conversion = conversion;
	}

	@Override
	public String name() {
		return MeterNames.KIND_LOGS;
	}

	@Override
	public long footprint(T log) {
		return this.footprint.applyAsLong(log);
	}

	@Override
	public LogRecordData convert(T log) {
		return this.conversion.apply(log);
	}

	@Override
	public long size(LogRecordData log) {
		return LogSize.bytes(log);
	}

	@Override
	public Resource resource(LogRecordData log) {
		return log.getResource();
	}

	@Override
	public LogRecordData lossSignal(LossGap.Losses losses, String exporter, Resource resource) {
		return DataLossLog.of(losses, exporter, resource);
	}

	@Override
	public @Nullable SpoolEntry write(Spool spool, List<LogRecordData> batch) {
		return null;
	}

	@Override
	public @Nullable List<LogRecordData> read(Spool spool, SpoolEntry entry) {
		return null;
	}

}
