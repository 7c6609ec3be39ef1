package dev.telemetry.export.disk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.opentelemetry.sdk.trace.data.SpanData;
import org.jspecify.annotations.Nullable;

import dev.telemetry.health.LossReason;

/**
 * Batches that wait on the disk, bounded in bytes and in age, oldest first. Survives the
 * process, however that ends. When the disk cannot be used, it is tried again after a
 * while. Only for the exporting thread, but for {@link #hasLeftovers()}.
 */
public final class Spool {

	private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(1);

	// Of a file among all: what goes at once when there is no room, or when it is too
	// old.
	private static final int SHARE = 16;

	private final SpoolSettings settings;

	private final SpoolDirectory directory;

	private final Account account;

	private final Clock clock;

	private final Deque<SpoolSegment> segments = new ArrayDeque<>();

	private long size;

	private boolean open;

	private @Nullable IOException trouble;

	private long troubleNanos;

	/**
	 * Creates a spool, which opens its directory when it is first used.
	 * @param settings where it is, and its bounds
	 * @param exporter name of the exporter
	 * @param account is told of what is found and lost
	 * @param clock tells the age of batches
	 */
	public Spool(SpoolSettings settings, String exporter, Account account, Clock clock) {
		this.settings = settings;
		this.directory = new SpoolDirectory(settings.directory(), exporter);
		this.account = account;
		this.clock = clock;
	}

	/**
	 * Whether another process has left something.
	 * @return whether there is a file
	 */
	public boolean hasLeftovers() {
		return this.directory.hasSegments();
	}

	/**
	 * Opens the directory, unless that has just failed, and finds what is there.
	 * @return whether batches can be written
	 */
	public boolean isUsable() {
		if (this.trouble != null && System.nanoTime() - this.troubleNanos < RETRY_NANOS) {
			return false;
		}
		try {
			if (!this.open || !this.directory.exists()) {
				open();
			}
			this.trouble = null;
			return true;
		}
		catch (IOException ex) {
			troubled(ex);
			return false;
		}
	}

	/**
	 * Why the disk cannot be used.
	 * @return what failed last, or {@code null}
	 */
	public @Nullable IOException trouble() {
		return this.trouble;
	}

	private void troubled(IOException cause) {
		this.trouble = cause;
		this.troubleNanos = System.nanoTime();
	}

	private void open() throws IOException {
		this.directory.close();
		this.directory.open();
		for (Path file : this.directory.segments()) {
			load(file);
		}
		this.open = true;
		expire();
	}

	private void load(Path file) throws IOException {
		try {
			SpoolSegment segment = SpoolSegment.open(file);
			if (segment.waiting().isEmpty()) {
				segment.delete();
				return;
			}
			this.segments.add(segment);
			this.size += segment.size();
			this.account.found(spans(segment));
		}
		catch (IOException ex) {
			this.account.damaged(file);
			Files.deleteIfExists(file);
		}
	}

	/**
	 * Writes a batch. Has left the process when this returns, but is not forced to the
	 * disk.
	 * @param spans the batch
	 * @return what is written, or {@code null} if it could not be
	 */
	public @Nullable SpoolEntry write(List<SpanData> spans) {
		try {
			byte[] payload = SpanWriter.write(spans);
			long length = SpoolSegment.FRAME_HEAD + (long) payload.length;
			expire();
			makeRoom(length + SpoolSegment.HEAD);
			SpoolSegment segment = segment(length);
			long before = segment.size();
			SpoolEntry entry = segment.append(payload, spans.size());
			this.size += segment.size() - before;
			return entry;
		}
		catch (IOException ex) {
			troubled(ex);
			return null;
		}
	}

	private void makeRoom(long length) throws IOException {
		if (length > this.settings.maxSize()) {
			throw new IOException("Larger than the spool");
		}
		while (this.size + length > this.settings.maxSize()) {
			lose(this.segments.remove(), LossReason.SPOOL_FULL);
		}
	}

	private SpoolSegment segment(long length) throws IOException {
		SpoolSegment last = this.segments.peekLast();
		if (last != null && last.isGrowing() && last.size() + length <= this.settings.maxSize() / SHARE
				&& age(last) < this.settings.maxAge().toMillis() / SHARE) {
			return last;
		}
		SpoolSegment created = SpoolSegment.create(this.directory.next(), this.clock.millis());
		this.segments.add(created);
		this.size += created.size();
		return created;
	}

	/**
	 * The batch that has waited longest.
	 * @return the batch, or {@code null} if none waits
	 */
	public @Nullable SpoolEntry oldest() {
		expire();
		for (SpoolSegment segment : this.segments) {
			SpoolEntry entry = segment.waiting().peek();
			if (entry != null) {
				return entry;
			}
		}
		return null;
	}

	/**
	 * Reads a batch, which goes on waiting.
	 * @param entry the batch
	 * @return the spans, or {@code null} if they are damaged, and lost
	 */
	public @Nullable List<SpanData> read(SpoolEntry entry) {
		try {
			return SpanReader.read(entry.segment().read(entry));
		}
		catch (IOException ex) {
			remove(entry);
			this.account.lost(LossReason.SPOOL_DAMAGED, entry.spans());
			return null;
		}
	}

	/**
	 * Removes a batch that is not to be sent any more.
	 * @param entry the batch
	 */
	public void remove(SpoolEntry entry) {
		SpoolSegment segment = entry.segment();
		segment.done(entry);
		if (segment.waiting().isEmpty() && this.segments.remove(segment)) {
			this.size -= segment.size();
			segment.delete();
		}
	}

	private void expire() {
		SpoolSegment first = this.segments.peek();
		while (first != null && age(first) >= this.settings.maxAge().toMillis()) {
			lose(this.segments.remove(), LossReason.SPOOL_EXPIRED);
			first = this.segments.peek();
		}
	}

	private long age(SpoolSegment segment) {
		return this.clock.millis() - segment.createdMillis();
	}

	private void lose(SpoolSegment segment, LossReason reason) {
		int spans = spans(segment);
		segment.waiting().forEach(SpoolEntry::gone);
		this.size -= segment.size();
		segment.delete();
		this.account.lost(reason, spans);
	}

	private static int spans(SpoolSegment segment) {
		int spans = 0;
		for (SpoolEntry entry : segment.waiting()) {
			spans += entry.spans();
		}
		return spans;
	}

	/**
	 * Leaves what waits to the next process.
	 */
	public void close() {
		this.segments.forEach(SpoolSegment::close);
		this.directory.close();
	}

	@Override
	public String toString() {
		return this.directory.toString();
	}

	/**
	 * Keeps account of spans that a spool finds and loses.
	 */
	public interface Account {

		/**
		 * Takes note of spans that an earlier process has left.
		 * @param spans how many
		 */
		void found(int spans);

		/**
		 * Takes note of spans that waited and are lost.
		 * @param reason why
		 * @param spans how many
		 */
		void lost(LossReason reason, int spans);

		/**
		 * Takes note of a file that cannot be read.
		 * @param file the file
		 */
		void damaged(Path file);

	}

}
