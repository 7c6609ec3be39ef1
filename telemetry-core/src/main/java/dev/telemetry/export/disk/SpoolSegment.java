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
import java.util.zip.CRC32;

import org.jspecify.annotations.Nullable;

/**
 * A file of a spool: a head with the time it was made, then one frame after the other.
 * Each frame has a byte that says whether it was delivered, which is changed in place,
 * and a checksum. Only for the exporting thread.
 */
final class SpoolSegment {

	/** Length of the head of a file. */
	static final int HEAD = Integer.BYTES + Long.BYTES;

	/** Length of the head of a frame. */
	static final int FRAME_HEAD = 1 + 3 * Integer.BYTES;

	// Another format of the file gets another number.
	private static final int MAGIC = 0x54535031;

	private static final byte WAITING = 0;

	private static final byte DONE = 1;

	private static final Set<StandardOpenOption> CREATE = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.READ,
			StandardOpenOption.WRITE);

	private final Path file;

	private final Deque<SpoolEntry> waiting = new ArrayDeque<>();

	private @Nullable FileChannel channel;

	private long createdMillis;

	private long size;

	private boolean growing;

	private SpoolSegment(Path file, FileChannel channel) {
		this.file = file;
		this.channel = channel;
	}

	/**
	 * Makes a file that frames can be appended to.
	 */
	static SpoolSegment create(Path file, long nowMillis) throws IOException {
		SpoolSegment segment = new SpoolSegment(file, FileChannel.open(file, CREATE, OwnerOnly.file(file)));
		try {
			segment.createdMillis = nowMillis;
			segment.write(ByteBuffer.allocate(HEAD).putInt(MAGIC).putLong(nowMillis).flip());
			segment.growing = true;
			return segment;
		}
		catch (IOException ex) {
			segment.delete();
			throw ex;
		}
	}

	/**
	 * Opens a file that another process has left. Frames are not appended to it, because
	 * the last one may be incomplete.
	 * @throws IOException if it is no file of a spool
	 */
	static SpoolSegment open(Path file) throws IOException {
		FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
		SpoolSegment segment = new SpoolSegment(file, channel);
		try {
			segment.scan(channel);
			return segment;
		}
		catch (IOException ex) {
			segment.close();
			throw ex;
		}
	}

	private void scan(FileChannel open) throws IOException {
		this.size = open.size();
		ByteBuffer head = read(0, HEAD);
		if (head.getInt() != MAGIC) {
			throw new IOException("Not a file of a spool");
		}
		this.createdMillis = head.getLong();
		long offset = HEAD;
		while (this.size - offset > FRAME_HEAD) {
			ByteBuffer frame = read(offset, FRAME_HEAD);
			byte state = frame.get();
			int length = frame.getInt();
			int spans = frame.getInt();
			if (length <= 0 || length > this.size - offset - FRAME_HEAD || spans <= 0 || spans > length) {
				// Incomplete, and so is all that may follow.
				return;
			}
			if (state == WAITING) {
				this.waiting.add(new SpoolEntry(this, offset, length, spans));
			}
			offset += FRAME_HEAD + length;
		}
	}

	/**
	 * Appends a frame.
	 * @throws IOException if it could not be written in full; nothing can be appended any
	 * more then
	 */
	SpoolEntry append(byte[] payload, int spans) throws IOException {
		long offset = this.size;
		this.growing = false;
		write(ByteBuffer.allocate(FRAME_HEAD + payload.length)
			.put(WAITING)
			.putInt(payload.length)
			.putInt(spans)
			.putInt(checksum(spans, payload))
			.put(payload)
			.flip());
		this.growing = true;
		SpoolEntry entry = new SpoolEntry(this, offset, payload.length, spans);
		this.waiting.add(entry);
		return entry;
	}

	/**
	 * Whether frames can be appended.
	 */
	boolean isGrowing() {
		return this.growing;
	}

	/**
	 * Reads a frame.
	 * @throws IOException if it is damaged
	 */
	byte[] read(SpoolEntry entry) throws IOException {
		ByteBuffer frame = read(entry.offset(), FRAME_HEAD + entry.length());
		int checksum = frame.getInt(FRAME_HEAD - Integer.BYTES);
		byte[] payload = new byte[entry.length()];
		frame.get(FRAME_HEAD, payload);
		if (checksum(entry.spans(), payload) != checksum) {
			throw new IOException("Damaged");
		}
		return payload;
	}

	private static int checksum(int spans, byte[] payload) {
		CRC32 checksum = new CRC32();
		checksum.update(ByteBuffer.allocate(Integer.BYTES).putInt(spans).flip());
		checksum.update(payload);
		return (int) checksum.getValue();
	}

	/**
	 * Notes that a frame is not to be sent any more.
	 */
	void done(SpoolEntry entry) {
		entry.gone();
		this.waiting.remove(entry);
		try {
			channel().write(ByteBuffer.wrap(new byte[] { DONE }), entry.offset());
		}
		catch (IOException ex) {
			// The next process sends it again, unless the file is deleted before.
		}
	}

	private void write(ByteBuffer bytes) throws IOException {
		FileChannel open = channel();
		long position = this.size;
		try {
			while (bytes.hasRemaining()) {
				position += open.write(bytes, position);
			}
			this.size = position;
		}
		catch (IOException ex) {
			undo(open);
			throw ex;
		}
	}

	private void undo(FileChannel open) {
		try {
			open.truncate(this.size);
		}
		catch (IOException ex) {
			// Nothing is appended to it any more.
		}
	}

	private ByteBuffer read(long position, int length) throws IOException {
		ByteBuffer bytes = ByteBuffer.allocate(length);
		FileChannel open = channel();
		while (bytes.hasRemaining()) {
			if (open.read(bytes, position + bytes.position()) < 0) {
				throw new IOException("Too short");
			}
		}
		return bytes.flip();
	}

	// An interrupt closes it.
	private FileChannel channel() throws IOException {
		FileChannel open = this.channel;
		if (open == null || !open.isOpen()) {
			open = FileChannel.open(this.file, StandardOpenOption.READ, StandardOpenOption.WRITE);
			this.channel = open;
		}
		return open;
	}

	Deque<SpoolEntry> waiting() {
		return this.waiting;
	}

	long createdMillis() {
		return this.createdMillis;
	}

	long size() {
		return this.size;
	}

	/**
	 * Deletes the file. Never throws.
	 */
	void delete() {
		close();
		try {
			Files.deleteIfExists(this.file);
		}
		catch (IOException ex) {
			// Is found, and deleted, by the next process.
		}
	}

	/**
	 * Closes the file. Never throws.
	 */
	void close() {
		FileChannel open = this.channel;
		this.channel = null;
		try {
			if (open != null) {
				open.close();
			}
		}
		catch (IOException ex) {
			// What was written has been handed over already.
		}
	}

}
