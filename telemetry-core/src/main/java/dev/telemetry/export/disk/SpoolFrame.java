package dev.telemetry.export.disk;

import java.nio.ByteBuffer;
import java.util.zip.CRC32;

import org.jspecify.annotations.Nullable;

/**
 * The head of a batch in a file of a spool. Its state is changed in place. It contains
 * the length of the batch twice, so that one copy may be damaged. Marks make it possible
 * to find the next head behind damaged bytes.
 *
 * @param offset where the head begins in the file
 * @param done whether the batch must not be sent any more
 * @param length how many bytes follow the head
 * @param spans how many spans are in the batch
 * @param checksum checksum of the bytes that follow the head
 */
record SpoolFrame(long offset, boolean done, int length, int spans, int checksum) {

	private static final int COPY = 5 * Integer.BYTES;

	private static final int FIRST = Short.BYTES;

	private static final int SECOND = FIRST + COPY;

	/** Length of a head. */
	static final int HEAD = SECOND + COPY;

	// Neither mark is valid UTF-8, so that no text of an application looks like a head.
	// Another format has other marks.
	private static final int FIRST_MARK = 0xFEC1FDF1;

	private static final int SECOND_MARK = 0xFEC1FDF2;

	private static final short WAITING = 0;

	// The two states differ in more than one byte.
	private static final short DONE = (short) 0xD07E;

	SpoolFrame(long offset, byte[] payload, int spans) {
		this(offset, false, payload.length, spans, checksum(payload));
	}

	/**
	 * Returns where the next head begins.
	 */
	long end() {
		return this.offset + HEAD + this.length;
	}

	ByteBuffer toBytes() {
		ByteBuffer bytes = ByteBuffer.allocate(HEAD).putShort((this.done) ? DONE : WAITING);
		copy(bytes, FIRST_MARK);
		copy(bytes, SECOND_MARK);
		return bytes.flip();
	}

	private void copy(ByteBuffer bytes, int mark) {
		int start = bytes.position();
		bytes.putInt(mark).putInt(this.length).putInt(this.spans).putInt(this.checksum);
		bytes.putInt(checksum(bytes, start, 4 * Integer.BYTES));
	}

	static ByteBuffer doneState() {
		return ByteBuffer.allocate(Short.BYTES).putShort(DONE).flip();
	}

	/**
	 * Reads a head.
	 * @param bytes contains the head between position and limit, unless the file is too
	 * short
	 * @param offset where the position is in the file
	 * @return the head, or {@code null} if there is none
	 */
	static @Nullable SpoolFrame read(ByteBuffer bytes, long offset) {
		int start = bytes.position();
		SpoolFrame frame = readCopy(bytes, start + FIRST, FIRST_MARK, offset);
		return (frame != null) ? frame : readCopy(bytes, start + SECOND, SECOND_MARK, offset);
	}

	/**
	 * Searches for the first head.
	 * @param bytes the bytes to search, from position to limit
	 * @param offset where the position is in the file
	 * @return the head, or {@code null} if there is none
	 */
	static @Nullable SpoolFrame find(ByteBuffer bytes, long offset) {
		for (int at = bytes.position(); at <= bytes.limit() - COPY; at++) {
			int mark = bytes.getInt(at);
			int before = (mark == FIRST_MARK) ? FIRST : SECOND;
			if ((mark == FIRST_MARK || mark == SECOND_MARK) && at - before >= bytes.position()) {
				SpoolFrame frame = readCopy(bytes, at, mark, offset + at - before - bytes.position());
				if (frame != null) {
					return frame;
				}
			}
		}
		return null;
	}

	private static @Nullable SpoolFrame readCopy(ByteBuffer bytes, int at, int mark, long offset) {
		if (at + COPY > bytes.limit() || bytes.getInt(at) != mark) {
			return null;
		}
		int length = bytes.getInt(at + Integer.BYTES);
		int spans = bytes.getInt(at + 2 * Integer.BYTES);
		int checksum = bytes.getInt(at + 3 * Integer.BYTES);
		boolean whole = bytes.getInt(at + 4 * Integer.BYTES) == checksum(bytes, at, 4 * Integer.BYTES);
		boolean done = bytes.getShort(at - ((mark == FIRST_MARK) ? FIRST : SECOND)) == DONE;
		return (whole && length >= 0 && spans > 0) ? new SpoolFrame(offset, done, length, spans, checksum) : null;
	}

	static int checksum(byte[] bytes) {
		return checksum(ByteBuffer.wrap(bytes), 0, bytes.length);
	}

	private static int checksum(ByteBuffer bytes, int from, int length) {
		CRC32 checksum = new CRC32();
		checksum.update(bytes.array(), bytes.arrayOffset() + from, length);
		return (int) checksum.getValue();
	}

}
