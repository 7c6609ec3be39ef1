package dev.telemetry.export;

import java.util.Collection;
import java.util.concurrent.atomic.AtomicInteger;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;

/**
 * Passes spans on and counts how often it is shut down.
 */
record CountingShutdowns(SpanExporter delegate, AtomicInteger shutdowns) implements SpanExporter {

	@Override
	public CompletableResultCode export(Collection<SpanData> spans) {
		return this.delegate.export(spans);
	}

	@Override
	public CompletableResultCode flush() {
		return this.delegate.flush();
	}

	@Override
	public CompletableResultCode shutdown() {
		this.shutdowns.incrementAndGet();
		return this.delegate.shutdown();
	}

}
