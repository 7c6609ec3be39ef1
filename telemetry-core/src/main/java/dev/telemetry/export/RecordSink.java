package dev.telemetry.export;

import java.util.List;

import io.opentelemetry.sdk.common.CompletableResultCode;
import org.jspecify.annotations.Nullable;

import dev.telemetry.export.disk.SpoolSettings;
import dev.telemetry.export.otlp.AnswerListener;

/**
 * Where the records of a pipeline go. Only for its exporting thread. May throw, return
 * {@code null}, block or never complete.
 *
 * @param <D> a record as it is exported
 */
interface RecordSink<D> {

	/**
	 * Short name, unique in an application: the value of a metric's label.
	 */
	String name();

	/**
	 * Where it sends to, for messages. Never a secret.
	 */
	String description();

	/**
	 * Where records wait on the disk, or {@code null} if they do not.
	 */
	@Nullable SpoolSettings spool();

	/**
	 * Names the batch that is sent from now on.
	 * @param attempt is told what the backend answers
	 */
	void begin(AnswerListener attempt);

	/**
	 * Sends a batch.
	 */
	CompletableResultCode export(List<D> batch);

	/**
	 * Sends the record that tells what is lost, past whatever the application has put
	 * before the exporter.
	 */
	CompletableResultCode exportSignal(D signal);

	/**
	 * Whether what is acknowledged may not have got to the backend at all.
	 */
	boolean isFiltered();

	/**
	 * Shuts the exporter down.
	 */
	CompletableResultCode shutdown();

}
