package dev.telemetry.export.otlp;

import java.util.Collection;
import java.util.function.Supplier;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.logs.data.LogRecordData;
import io.opentelemetry.sdk.logs.export.LogRecordExporter;

/**
 * Builds another exporter of log records at the first batch, as {@link LazySpanExporter}
 * does for spans. Thread safe.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
public final class LazyLogExporter implements LogRecordExporter {

	private final BuiltLater<LogRecordExporter> delegate;

	/**
	 * Creates an exporter that builds another one when it is needed.
	 * @param name target of the exporter, for log messages; must not contain a secret
	 * @param factory builds the exporter
	 */
	public LazyLogExporter(String name, Supplier<LogRecordExporter> factory) {
		this.delegate = new BuiltLater<>("Log records", name, factory, LogRecordExporter::shutdown);
	}

	/**
	 * Returns the target of the exporter.
	 * @return the name that was given
	 */
	public String name() {
		return this.delegate.name();
	}

	/**
	 * Lets the next batch build a new exporter in place of the current one, because the
	 * settings that it was built from have changed.
	 */
	public void renew() {
		this.delegate.renew();
	}

	@Override
	public CompletableResultCode export(Collection<LogRecordData> logs) {
		return this.delegate.call((exporter) -> exporter.export(logs));
	}

	@Override
	public CompletableResultCode flush() {
		return this.delegate.callIfBuilt(LogRecordExporter::flush);
	}

	@Override
	public CompletableResultCode shutdown() {
		return this.delegate.shutdown();
	}

	@Override
	public String toString() {
		return "LazyLogExporter[" + name() + "]";
	}

}
