package dev.telemetry.export.local;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

import io.opentelemetry.sdk.common.CompletableResultCode;

import dev.telemetry.export.disk.DiskFailures;
import dev.telemetry.export.disk.RollingFile;
import dev.telemetry.text.JsonBuffer;

/**
 * A file to which lines of JSON are written. Thread safe.
 */
final class JsonLinesFile {

	private final RollingFile file;

	private final Lock lock = new ReentrantLock();

	private final JsonBuffer json;

	// Guarded by lock.
	private boolean shutdown;

	/**
	 * Creates an instance. The file is opened with the first line.
	 * @param json the buffer for a line, used by no other code
	 */
	JsonLinesFile(RollingFile file, JsonBuffer json) {
		this.file = file;
		this.json = json;
	}

	/**
	 * Writes lines.
	 * @param line writes them to the buffer
	 */
	<T> CompletableResultCode append(T batch, Consumer<T> line) {
		this.lock.lock();
		try {
			if (this.shutdown) {
				return CompletableResultCode.ofFailure();
			}
			this.json.clear();
			line.accept(batch);
			this.file.append(this.json.toByteBuffer());
			return CompletableResultCode.ofSuccess();
		}
		catch (IOException ex) {
			// The pipeline does not repeat messages of other kinds of exceptions.
			return CompletableResultCode
				.ofExceptionalFailure(new FileSystemException(this.file.toString(), null, DiskFailures.describe(ex)));
		}
		finally {
			this.lock.unlock();
		}
	}

	CompletableResultCode shutdown() {
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
		return this.file.toString();
	}

}
