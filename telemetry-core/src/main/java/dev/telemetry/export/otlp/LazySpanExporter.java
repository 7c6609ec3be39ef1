package dev.telemetry.export.otlp;

import java.util.Collection;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Builds another exporter at the first batch, on the thread that exports, so that neither
 * start-up nor an application that never sends a span pays for it. When the exporter
 * cannot be built, a jar is missing for instance, batches fail and one warning says so;
 * it is tried again with the next batch. Thread safe.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
public final class LazySpanExporter implements SpanExporter {

	private static final Logger logger = LoggerFactory.getLogger(LazySpanExporter.class);

	private final String name;

	private final Supplier<SpanExporter> factory;

	private final Lock lock = new ReentrantLock();

	// Guarded by lock.
	private @Nullable SpanExporter delegate;

	// Guarded by lock.
	private boolean warned;

	// Guarded by lock.
	private boolean shutdown;

	/**
	 * Creates an exporter that builds another one when it is needed.
	 * @param name what is exported to, for log messages; must not hold a secret
	 * @param factory builds the exporter
	 */
	public LazySpanExporter(String name, Supplier<SpanExporter> factory) {
		this.name = name;
		this.factory = factory;
	}

	/**
	 * What is exported to.
	 * @return the name that was given
	 */
	public String name() {
		return this.name;
	}

	@Override
	public CompletableResultCode export(Collection<SpanData> spans) {
		SpanExporter exporter = getOrBuild();
		return (exporter != null) ? exporter.export(spans) : CompletableResultCode.ofFailure();
	}

	@Override
	public CompletableResultCode flush() {
		SpanExporter exporter = getIfBuilt();
		return (exporter != null) ? exporter.flush() : CompletableResultCode.ofSuccess();
	}

	@Override
	public CompletableResultCode shutdown() {
		this.lock.lock();
		try {
			this.shutdown = true;
			return (this.delegate != null) ? this.delegate.shutdown() : CompletableResultCode.ofSuccess();
		}
		finally {
			this.lock.unlock();
		}
	}

	private @Nullable SpanExporter getOrBuild() {
		this.lock.lock();
		try {
			if (this.delegate == null && !this.shutdown) {
				this.delegate = build();
			}
			return this.delegate;
		}
		finally {
			this.lock.unlock();
		}
	}

	private @Nullable SpanExporter getIfBuilt() {
		this.lock.lock();
		try {
			return this.delegate;
		}
		finally {
			this.lock.unlock();
		}
	}

	private @Nullable SpanExporter build() {
		try {
			return this.factory.get();
		}
		catch (Throwable ex) {
			if (!this.warned) {
				this.warned = true;
				logger.warn("Spans cannot be exported to {}: the exporter could not be built", this.name, ex);
			}
			return null;
		}
	}

	@Override
	public String toString() {
		return "LazySpanExporter[" + this.name + "]";
	}

}
