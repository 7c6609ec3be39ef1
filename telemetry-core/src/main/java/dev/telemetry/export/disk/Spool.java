package dev.telemetry.export.disk;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

import io.opentelemetry.sdk.trace.data.SpanData;
import org.jspecify.annotations.Nullable;

import dev.telemetry.health.LossReason;

/**
 * Spool of batches that wait on the disk, bounded in bytes and in age, oldest first. The
 * batches survive the process, however that ends. If the disk cannot be used, it is tried
 * again after a while. A failure costs at most one batch. To be used only by the
 * exporting thread, except for {@link #hasLeftovers()}.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
public final class Spool {

	private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(1);

	private static final int MAX_UNREADABLE = 3;

	private static final int MAX_TAKEN_NAMES = 100;

	private final SpoolSettings settings;

	private final SpoolDirectory directory;

	private final SpoolFiles files;

	private final SpoolListener listener;

	private final LongSupplier nanos;

	private boolean open;

	private @Nullable Throwable trouble;

	private long troubleNanos;

	/**
	 * Creates a spool, which opens its directory when it is first used.
	 * @param settings directory and limits
	 * @param exporter name of the exporter
	 * @param listener notified of spans that are found and lost
	 * @param clock gives the age of batches that an earlier process has left
	 */
	public Spool(SpoolSettings settings, String exporter, SpoolListener listener, Clock clock) {
		this(settings, exporter, listener, clock, System::nanoTime);
	}

	Spool(SpoolSettings settings, String exporter, SpoolListener listener, Clock clock, LongSupplier nanos) {
		this.settings = settings;
		this.directory = new SpoolDirectory(settings.directory(), exporter);
		this.listener = listener;
		this.nanos = nanos;
		this.files = new SpoolFiles(settings, listener, clock, nanos);
	}

	/**
	 * Returns whether another process has left files.
	 * @return whether there is a file
	 */
	public boolean hasLeftovers() {
		return this.directory.hasSegments();
	}

	/**
	 * Opens the directory, unless that has just failed, and loads its files.
	 * @return whether batches can be written
	 */
	public boolean isUsable() {
		if (isTroubled()) {
			return false;
		}
		try {
			if (!this.open || !this.directory.exists()) {
				// An interrupt would keep all files from being read.
				Thread.interrupted();
				this.directory.open();
				this.files.load(this.directory.segments());
				this.open = true;
			}
			this.files.retry();
			this.trouble = null;
			return true;
		}
		catch (Throwable ex) {
			troubled(ex);
			return false;
		}
	}

	/**
	 * Returns why the disk cannot be used.
	 * @return the last failure, or {@code null} if there is none
	 */
	public @Nullable Throwable trouble() {
		return this.trouble;
	}

	private boolean isTroubled() {
		return this.trouble != null && this.nanos.getAsLong() - this.troubleNanos < RETRY_NANOS;
	}

	private void troubled(Throwable cause) {
		this.trouble = cause;
		this.troubleNanos = this.nanos.getAsLong();
	}

	/**
	 * Writes a batch. When this method returns, the batch has left the process, but is
	 * not forced to the disk.
	 * @param spans the batch
	 * @return the entry, or {@code null} if the batch could not be written
	 */
	public @Nullable SpoolEntry write(List<SpanData> spans) {
		byte[] payload = encode(spans);
		// The batch is at fault, not the disk.
		if (payload == null || SpoolSegment.lengthOf(payload) > this.settings.maxSize()) {
			return null;
		}
		try {
			return append(payload, spans.size());
		}
		catch (Throwable ex) {
			troubled(ex);
			return null;
		}
	}

	private static byte @Nullable [] encode(List<SpanData> spans) {
		try {
			return SpanWriter.write(spans);
		}
		catch (Throwable ex) {
			return null;
		}
	}

	private SpoolEntry append(byte[] payload, int spans) throws IOException {
		// An interrupt would fail the write.
		Thread.interrupted();
		this.files.expire();
		this.files.makeRoom(SpoolSegment.lengthOf(payload));
		SpoolSegment segment = this.files.growing(payload.length);
		return this.files.append((segment != null) ? segment : create(), payload, spans);
	}

	private SpoolSegment create() throws IOException {
		for (int i = 1;; i++) {
			try {
				return this.files.create(this.directory.next());
			}
			catch (FileAlreadyExistsException ex) {
				if (i == MAX_TAKEN_NAMES) {
					throw ex;
				}
			}
		}
	}

	/**
	 * Returns the batch that has waited longest, of those that can be read now.
	 * @return the batch, or {@code null} if there is none
	 */
	public @Nullable SpoolEntry oldest() {
		if (isTroubled()) {
			return null;
		}
		this.files.expire();
		return this.files.oldest();
	}

	/**
	 * Returns whether no batch waits.
	 * @return whether the spool is empty
	 */
	public boolean isEmpty() {
		return this.files.isEmpty();
	}

	/**
	 * Reads a batch without removing it.
	 * @param entry the batch
	 * @return the spans, or {@code null} if they are damaged and lost, or cannot be read
	 * now
	 */
	public @Nullable List<SpanData> read(SpoolEntry entry) {
		Thread.interrupted();
		try {
			return SpanReader.read(entry.read());
		}
		catch (DamagedException | NoSuchFileException ex) {
			lose(entry);
		}
		catch (IOException ex) {
			this.files.setAside(entry, ex);
		}
		catch (Throwable ex) {
			unreadable(entry, ex);
		}
		return null;
	}

	// The usual cause is a lack of memory.
	private void unreadable(SpoolEntry entry, Throwable cause) {
		if (entry.unreadable() >= MAX_UNREADABLE) {
			lose(entry);
		}
		else {
			this.files.setAside(entry, cause);
		}
	}

	private void lose(SpoolEntry entry) {
		remove(entry);
		this.listener.lost(LossReason.SPOOL_DAMAGED, entry.spans());
		this.listener.damaged(entry.file());
	}

	/**
	 * Removes a batch that must not be sent any more.
	 * @param entry the batch
	 */
	public void remove(SpoolEntry entry) {
		this.files.remove(entry);
	}

	/**
	 * Closes the spool, and leaves waiting batches to the next process.
	 */
	public void close() {
		this.directory.close();
	}

	@Override
	public String toString() {
		return this.directory.toString();
	}

}
