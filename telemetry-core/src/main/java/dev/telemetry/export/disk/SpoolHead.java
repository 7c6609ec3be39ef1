package dev.telemetry.export.disk;

import java.nio.ByteBuffer;
import java.util.zip.CRC32;

import org.jspecify.annotations.Nullable;

/**
 * The head of a file of a spool.
 *
 * @param createdMillis when the file was created, in milliseconds since 1970
 */
record SpoolHead(long createdMillis) {

	/** Length of a head. */
	static final int LENGTH = 2 * Integer.BYTES + Long.BYTES;

	// "TSP" in all formats, followed by the number of the format.
	private static final byte[] MAGIC = { 'T', 'S', 'P', '2' };

	ByteBuffer toBytes() {
		ByteBuffer bytes = ByteBuffer.allocate(LENGTH).put(MAGIC).putLong(this.createdMillis);
		return bytes.putInt(checksum(bytes)).flip();
	}

	/**
	 * Reads a head.
	 * @param bytes the beginning of a file
	 * @return the head, or {@code null} if it is damaged or not one of a spool
	 */
	static @Nullable SpoolHead read(ByteBuffer bytes) {
		if (bytes.remaining() < LENGTH || commonBytes(bytes) < MAGIC.length
				|| bytes.getInt(MAGIC.length + Long.BYTES) != checksum(bytes)) {
			return null;
		}
		return new SpoolHead(bytes.getLong(MAGIC.length));
	}

	/**
	 * Returns whether a file in which no batch can be found has another format of a
	 * spool.
	 */
	static boolean isOfOtherFormat(ByteBuffer bytes) {
		return bytes.remaining() >= MAGIC.length && commonBytes(bytes) == MAGIC.length - 1;
	}

	/**
	 * Returns whether a file ends before its first batch, for example because the process
	 * was killed while it created the file.
	 */
	static boolean isIncomplete(ByteBuffer bytes) {
		return bytes.remaining() < LENGTH && commonBytes(bytes) == Math.min(bytes.remaining(), MAGIC.length);
	}

	private static int commonBytes(ByteBuffer bytes) {
		int common = 0;
		while (common < Math.min(MAGIC.length, bytes.remaining()) && bytes.get(common) == MAGIC[common]) {
			common++;
		}
		return common;
	}

	private static int checksum(ByteBuffer bytes) {
		CRC32 checksum = new CRC32();
		checksum.update(bytes.duplicate().position(0).limit(MAGIC.length + Long.BYTES));
		return (int) checksum.getValue();
	}

}
