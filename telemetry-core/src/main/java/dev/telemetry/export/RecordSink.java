package dev.telemetry.export;

import java.util.List;

import io.opentelemetry.sdk.common.CompletableResultCode;
import org.jspecify.annotations.Nullable;

import dev.telemetry.export.disk.SpoolSettings;
import dev.telemetry.export.otlp.AnswerListener;

/**
 * The exporter at the end of a pipeline. To be called only by the exporting thread. May
 * throw, return {@code null}, block or never complete.
 *
 * @param <D> a record as it is exported
 */
interface RecordSink<D> {

	/**
	 * Returns the short name, unique in an application: the value of a metric's label.
	 */
	String name();

	/**
	 * Returns the target of the exporter, for messages; never a secret.
	 */
	String description();

	/**
	 * Returns the settings of the disk spool, or {@code null} if there is none.
	 */
	@Nullable SpoolSettings spool();

	/**
	 * Sets the attempt that is sent from now on.
	 * @param attempt receives the answers of the backend
	 */
	void begin(AnswerListener attempt);

	/**
	 * Sends a batch.
	 */
	CompletableResultCode export(List<D> batch);

	/**
	 * Sends the record that reports losses. The record bypasses whatever the application
	 * has put before the exporter.
	 */
	CompletableResultCode exportSignal(D signal);

	/**
	 * Returns whether the application may hold back records before the exporter, so that
	 * an acknowledgement does not prove that the backend received them.
	 */
	boolean isFiltered();

	/**
	 * Shuts the exporter down.
	 */
	CompletableResultCode shutdown();

}
