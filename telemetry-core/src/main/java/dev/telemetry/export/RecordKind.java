package dev.telemetry.export;

import java.util.List;

import io.opentelemetry.sdk.resources.Resource;
import org.jspecify.annotations.Nullable;

import dev.telemetry.export.disk.Spool;
import dev.telemetry.export.disk.SpoolEntry;

/**
 * A kind of records, such as spans, and the operations that a pipeline needs for it.
 * Stateless, so thread safe. If a method throws, only the record in question is lost.
 *
 * @param <T> a record as it is handed over
 * @param <D> a record as it is exported
 */
interface RecordKind<T, D> {

	/**
	 * Returns the name of the kind for meters and log messages, in the plural.
	 */
	String name();

	/**
	 * Returns how much memory a record takes. Called when the record is handed over, so
	 * it has to be cheap, and must not throw.
	 * @return bytes, rather too many than too few
	 */
	long footprint(T record);

	/**
	 * Converts a record to its exported form. Called on the exporting thread.
	 */
	D convert(T record);

	/**
	 * Returns the size of a record on the wire.
	 * @return bytes, rather too many than too few; {@link Long#MAX_VALUE} if the record
	 * must not be sent
	 */
	long size(D data);

	/**
	 * Returns the resource of a record.
	 */
	Resource resource(D data);

	/**
	 * Creates the record that tells a backend what it missed.
	 * @param losses the losses
	 * @param exporter name of the exporter
	 * @param resource the resource of the last records
	 */
	D lossSignal(LossGap.Losses losses, String exporter, Resource resource);

	/**
	 * Writes a batch to the disk.
	 * @return the entry, or {@code null} if the batch could not be written
	 */
	@Nullable SpoolEntry write(Spool spool, List<D> batch);

	/**
	 * Reads a batch from the disk.
	 * @return the records, or {@code null} if they are damaged, and lost
	 */
	@Nullable List<D> read(Spool spool, SpoolEntry entry);

}
