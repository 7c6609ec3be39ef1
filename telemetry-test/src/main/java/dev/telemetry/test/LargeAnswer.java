package dev.telemetry.test;

import java.util.Arrays;

/**
 * An OTLP answer of any size that is made while it is sent: a partial success that
 * rejects nothing and warns with a long text. Any part of it but the whole is unreadable.
 */
final class LargeAnswer {

	private static final int CHUNK = 64 * 1024;

	// Tag and length of a field, with lengths written in five bytes.
	private static final int PREFIX = 6;

	private final long size;

	private long sent;

	/**
	 * Creates an answer.
	 * @param size its size in bytes
	 */
	LargeAnswer(long size) {
		this.size = size;
	}

	long size() {
		return this.size;
	}

	/**
	 * Returns the next part.
	 * @return some bytes, none at the end
	 */
	byte[] next() {
		return next(CHUNK);
	}

	/**
	 * Returns the next part.
	 * @param most how many bytes at most
	 * @return some bytes, none at the end
	 */
	byte[] next(int most) {
		byte[] part = new byte[(int) Math.min(most, this.size - this.sent)];
		Arrays.fill(part, (byte) 'x');
		for (int i = 0; i < part.length && this.sent + i < 2 * PREFIX; i++) {
			part[i] = prefix((int) this.sent + i);
		}
		this.sent += part.length;
		return part;
	}

	private byte prefix(int position) {
		if (position < PREFIX) {
			return field(1, position, this.size - PREFIX);
		}
		return field(2, position - PREFIX, this.size - 2 * PREFIX);
	}

	private static byte field(int number, int position, long length) {
		if (position == 0) {
			return (byte) ((number << 3) | 2);
		}
		long bits = (length >> (7 * (position - 1))) & 0x7F;
		return (byte) ((position < PREFIX - 1) ? (bits | 0x80) : bits);
	}

}
