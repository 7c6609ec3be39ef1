package dev.telemetry.export.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A batch that waits on the disk. To be used only by the exporting thread.
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
	 * Returns how many spans are in the batch.
	 * @return the number of spans
	 */
	public int spans() {
		return this.frame.spans();
	}

	/**
	 * Returns whether the batch is still to be sent. It is not if it was sent, or had to
	 * make room.
	 * @return whether the batch waits
	 */
	public boolean isWaiting() {
		return this.waiting;
	}

	/**
	 * Reads the batch.
	 * @throws DamagedException if the batch is not what was written
	 * @throws IOException if the batch cannot be read
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
	 * Marks the batch in its file as done, so that it is not sent again. Never throws.
	 */
	void markDone() {
		try (FileChannel channel = RegularFile.open(this.file, StandardOpenOption.WRITE)) {
			RegularFile.write(channel, SpoolFrame.doneState(), this.frame.offset());
		}
		catch (IOException | RuntimeException ex) {
			// The next process sends the batch again, unless the file is deleted before.
		}
	}

	void gone() {
		this.waiting = false;
	}

	/**
	 * Counts an attempt that failed although the backend was healthy.
	 * @return the number of such attempts
	 */
	public int failed() {
		this.failures++;
		return this.failures;
	}

	/**
	 * Counts an attempt to read the batch that failed, for example for lack of memory.
	 * @return the number of such attempts
	 */
	int unreadable() {
		this.unreadable++;
		return this.unreadable;
	}

}
