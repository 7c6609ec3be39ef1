package dev.telemetry.export.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;

/**
 * A file of a spool: a {@link SpoolHead head}, then one batch after the other, each after
 * a {@link SpoolFrame} of its own. It is open only while it is read or written, so that
 * any number of files costs no file handle. To be used only by the exporting thread.
 */
final class SpoolSegment {

	private static final Set<StandardOpenOption> CREATE = Set.of(StandardOpenOption.CREATE_NEW,
			StandardOpenOption.WRITE);

	private final Path file;

	private final long beganNanos;

	private final Deque<SpoolEntry> waiting = new ArrayDeque<>();

	private long size;

	private boolean growing = true;

	private boolean setAside;

	private long setAsideNanos;

	/**
	 * Creates the representation of an existing file.
	 * @param file the file
	 * @param size length of the file
	 * @param beganNanos when the file was created, by the clock of
	 * {@link System#nanoTime()}
	 */
	SpoolSegment(Path file, long size, long beganNanos) {
		this.file = file;
		this.size = size;
		this.beganNanos = beganNanos;
	}

	/**
	 * Creates a file.
	 * @throws IOException if that fails; the file does not exist then
	 */
	static SpoolSegment create(Path file, long nowMillis, long nowNanos) throws IOException {
		ByteBuffer head = new SpoolHead(nowMillis).toBytes();
		SpoolSegment segment = new SpoolSegment(file, head.remaining(), nowNanos);
		try (FileChannel channel = FileChannel.open(file, CREATE, OwnerOnly.file(file))) {
			try {
				RegularFile.write(channel, head, 0);
			}
			catch (IOException | RuntimeException | Error ex) {
				segment.delete();
				throw ex;
			}
		}
		return segment;
	}

	/**
	 * Returns how many bytes a batch takes, in a file of its own.
	 */
	static long lengthOf(byte[] payload) {
		return SpoolHead.LENGTH + SpoolFrame.HEAD + (long) payload.length;
	}

	/**
	 * Adds a batch that is in the file already.
	 */
	void add(SpoolFrame frame) {
		this.waiting.add(new SpoolEntry(this.file, frame));
	}

	/**
	 * Appends a batch.
	 * @throws IOException if the batch could not be written in full; nothing can be
	 * appended to the file any more then
	 */
	SpoolEntry append(byte[] payload, int spans) throws IOException {
		SpoolEntry entry = new SpoolEntry(this.file, new SpoolFrame(this.size, payload, spans));
		this.growing = false;
		// Added before it is written: every batch on the disk has to be known.
		this.waiting.add(entry);
		try {
			append(entry.frame().toBytes(), ByteBuffer.wrap(payload));
		}
		catch (IOException | RuntimeException | Error ex) {
			this.waiting.removeLast();
			throw ex;
		}
		this.size = entry.frame().end();
		this.growing = true;
		return entry;
	}

	private void append(ByteBuffer head, ByteBuffer payload) throws IOException {
		try (FileChannel channel = RegularFile.open(this.file, StandardOpenOption.WRITE)) {
			try {
				RegularFile.write(channel, head, this.size);
				RegularFile.write(channel, payload, this.size + head.limit());
			}
			catch (IOException | RuntimeException | Error ex) {
				undo(channel);
				throw ex;
			}
		}
	}

	private void undo(FileChannel channel) {
		try {
			channel.truncate(this.size);
		}
		catch (IOException ex) {
			// Nothing is appended to this file any more.
		}
	}

	/**
	 * Returns whether batches can be appended.
	 */
	boolean isGrowing() {
		return this.growing;
	}

	/**
	 * Notes that a batch must not be sent any more. Never throws.
	 */
	void done(SpoolEntry entry) {
		this.waiting.remove(entry);
		if (!this.waiting.isEmpty()) {
			entry.markDone();
		}
	}

	Deque<SpoolEntry> waiting() {
		return this.waiting;
	}

	int spans() {
		int spans = 0;
		for (SpoolEntry entry : this.waiting) {
			spans += entry.spans();
		}
		return spans;
	}

	Path file() {
		return this.file;
	}

	long ageNanos(long nowNanos) {
		return nowNanos - this.beganNanos;
	}

	long size() {
		return this.size;
	}

	/**
	 * Leaves the file alone until a point in time, because it cannot be read now.
	 */
	void setAside(long untilNanos) {
		this.setAside = true;
		this.setAsideNanos = untilNanos;
	}

	boolean isSetAside(long nowNanos) {
		this.setAside = this.setAside && this.setAsideNanos - nowNanos > 0;
		return this.setAside;
	}

	/**
	 * Deletes the file, or else empties it, so that the next process does not send its
	 * batches again. Never throws.
	 */
	void delete() {
		try {
			Files.deleteIfExists(this.file);
		}
		catch (IOException | RuntimeException ex) {
			empty();
		}
	}

	private void empty() {
		try (FileChannel channel = RegularFile.open(this.file, StandardOpenOption.WRITE)) {
			channel.truncate(0);
		}
		catch (IOException | RuntimeException ex) {
			// The next process finds and deletes the file.
		}
	}

}
