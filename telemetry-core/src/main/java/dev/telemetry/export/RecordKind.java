package dev.telemetry.export;

import java.util.List;

import io.opentelemetry.sdk.resources.Resource;
import org.jspecify.annotations.Nullable;

import dev.telemetry.export.disk.Spool;
import dev.telemetry.export.disk.SpoolEntry;

/**
 * All that a pipeline has to know of what it exports. Without state, so thread safe. What
 * is thrown here costs the record in question, and nothing else.
 *
 * @param <T> a record as it is handed over
 * @param <D> a record as it is exported
 */
interface RecordKind<T, D> {

	/**
	 * What the records are, in the plural: a word for meters and log messages.
	 */
	String name();

	/**
	 * How much memory a record takes. Called where it is handed over, so it has to be
	 * cheap, and must not throw.
	 * @return bytes, rather too many than too few
	 */
	long footprint(T record);

	/**
	 * Makes of a record what is exported. Called on the exporting thread.
	 */
	D convert(T record);

	/**
	 * How large a record is on the wire.
	 * @return bytes, rather too many than too few; {@link Long#MAX_VALUE} if it must not
	 * be sent
	 */
	long size(D data);

	/**
	 * What a record comes from.
	 */
	Resource resource(D data);

	/**
	 * Makes the record that tells a backend what it missed.
	 * @param losses what is lost
	 * @param exporter name of the exporter
	 * @param resource what the last records came from
	 */
	D lossSignal(LossGap.Losses losses, String exporter, Resource resource);

	/**
	 * Writes a batch to the disk.
	 * @return what is written, or {@code null} if it could not be
	 */
	@Nullable SpoolEntry write(Spool spool, List<D> batch);

	/**
	 * Reads a batch from the disk.
	 * @return the records, or {@code null} if they are damaged, and lost
	 */
	@Nullable List<D> read(Spool spool, SpoolEntry entry);

}
