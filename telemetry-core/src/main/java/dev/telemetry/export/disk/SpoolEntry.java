package dev.telemetry.export.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A batch that waits on the disk. Only for the exporting thread.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
public final class SpoolEntry {

	private final Path file;

	private final SpoolFrame frame;

	private boolean waiting = true;

	private int failures;

	private int unreadable;

	SpoolEntry(Path file, SpoolFrame frame) {
		this.file = file;
		this.frame = frame;
	}

	Path file() {
		return this.file;
	}

	SpoolFrame frame() {
		return this.frame;
	}

	/**
	 * How many spans are in the batch.
	 * @return the number of spans
	 */
	public int spans() {
		return this.frame.spans();
	}

	/**
	 * Whether it is still to be sent: not if it was, or had to make room.
	 * @return whether it is
	 */
	public boolean isWaiting() {
		return this.waiting;
	}

	/**
	 * Reads the batch.
	 * @throws DamagedException if it is not what was written
	 * @throws IOException if it cannot be read
	 */
	@SuppressWarnings("ByteBufferBackingArray")
	byte[] read() throws IOException {
		try (FileChannel channel = RegularFile.open(this.file, StandardOpenOption.READ)) {
			if (channel.size() < this.frame.end()) {
				throw new DamagedException("Too short");
			}
			ByteBuffer bytes = RegularFile.read(channel, this.frame.offset() + SpoolFrame.HEAD, this.frame.length());
			if (bytes.remaining() < this.frame.length()
					|| SpoolFrame.checksum(bytes.array()) != this.frame.checksum()) {
				throw new DamagedException("Another checksum");
			}
			return bytes.array();
		}
	}

	/**
	 * Marks the batch in its file as one that is not to be sent any more. Never throws.
	 */
	void markDone() {
		try (FileChannel channel = RegularFile.open(this.file, StandardOpenOption.WRITE)) {
			RegularFile.write(channel, SpoolFrame.doneState(), this.frame.offset());
		}
		catch (IOException | RuntimeException ex) {
			// The next process sends it again, unless the file is deleted before.
		}
	}

	void gone() {
		this.waiting = false;
	}

	/**
	 * Counts an attempt that failed although the backend was well.
	 * @return how many there were
	 */
	public int failed() {
		this.failures++;
		return this.failures;
	}

	/**
	 * Counts an attempt to read it that failed for want of memory or the like.
	 * @return how many there were
	 */
	int unreadable() {
		this.unreadable++;
		return this.unreadable;
	}

}
