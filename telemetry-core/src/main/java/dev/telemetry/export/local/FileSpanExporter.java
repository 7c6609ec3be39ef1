package dev.telemetry.export.local;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.time.Clock;
import java.util.Collection;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;

import dev.telemetry.export.disk.DiskFailures;
import dev.telemetry.export.disk.FileSettings;
import dev.telemetry.export.disk.RollingFile;

/**
 * Writes each batch as one line of OTLP JSON to a file, which a collector can read. A
 * line has left the process when {@link #export} returns, so that the process may be
 * killed; it is not forced to the disk. When the disk is full or cannot be written to,
 * batches fail, and the file is opened again with the next one. Thread safe.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 * @see <a href="https://opentelemetry.io/docs/specs/otel/protocol/file-exporter/">
 * OpenTelemetry Protocol File Exporter</a>
 */
public final class FileSpanExporter implements SpanExporter {

	private final RollingFile file;

	private final Lock lock = new ReentrantLock();

	// Guarded by lock.
	private final JsonBuffer json = new JsonBuffer();

	// Guarded by lock.
	private final OtlpJsonLine line = new OtlpJsonLine(this.json);

	// Guarded by lock.
	private boolean shutdown;

	/**
	 * Creates an exporter, which opens its file with the first batch.
	 * @param settings where to write, and how much
	 */
	public FileSpanExporter(FileSettings settings) {
		this(new RollingFile(settings, Clock.systemUTC()));
	}

	FileSpanExporter(RollingFile file) {
		this.file = file;
	}

	@Override
	public CompletableResultCode export(Collection<SpanData> spans) {
		this.lock.lock();
		try {
			if (this.shutdown) {
				return CompletableResultCode.ofFailure();
			}
			this.json.clear();
			this.line.append(spans);
			this.file.append(this.json.toByteBuffer());
			return CompletableResultCode.ofSuccess();
		}
		catch (IOException ex) {
			// The message of another kind of exception would not be repeated.
			return CompletableResultCode
				.ofExceptionalFailure(new FileSystemException(this.file.toString(), null, DiskFailures.describe(ex)));
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Does nothing: there is no buffer.
	 */
	@Override
	public CompletableResultCode flush() {
		return CompletableResultCode.ofSuccess();
	}

	@Override
	public CompletableResultCode shutdown() {
		this.lock.lock();
		try {
			this.shutdown = true;
			this.file.close();
			return CompletableResultCode.ofSuccess();
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	public String toString() {
		return "FileSpanExporter[" + this.file + "]";
	}

}
