package dev.telemetry.export.otlp;

import java.util.Collection;
import java.util.function.Supplier;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;

/**
 * Builds another exporter at the first batch, on the exporting thread, so that neither
 * start-up nor an application that never sends a span pays for it. If the exporter cannot
 * be built, for instance because a jar is missing, batches fail and one warning is
 * logged; the next batch tries again. Thread safe.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
public final class LazySpanExporter implements SpanExporter {

	private final BuiltLater<SpanExporter> delegate;

	/**
	 * Creates an exporter that builds another one when it is needed.
	 * @param name target of the exporter, for log messages; must not contain a secret
	 * @param factory builds the exporter
	 */
	public LazySpanExporter(String name, Supplier<SpanExporter> factory) {
		this.delegate = new BuiltLater<>("Spans", name, factory, SpanExporter::shutdown);
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
	public CompletableResultCode export(Collection<SpanData> spans) {
		return this.delegate.call((exporter) -> exporter.export(spans));
	}

	@Override
	public CompletableResultCode flush() {
		return this.delegate.callIfBuilt(SpanExporter::flush);
	}

	@Override
	public CompletableResultCode shutdown() {
		return this.delegate.shutdown();
	}

	@Override
	public String toString() {
		return "LazySpanExporter[" + name() + "]";
	}

}
