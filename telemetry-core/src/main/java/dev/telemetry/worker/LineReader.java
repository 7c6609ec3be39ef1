package dev.telemetry.worker;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * Divides a stream into lines without decoding it, and holds no more of one than lines
 * may be long: a longer one comes in pieces. Not thread safe.
 */
final class LineReader {

	private static final int CHUNK = 16 * 1024;

	private static final int LEAST = 256;

	/** Length of the longest character of UTF-8, in bytes. */
	static final int LONGEST_CHARACTER = 4;

	private final InputStream stream;

	private final int maxLength;

	private byte[] line = new byte[LEAST];

	private int length;

	// Whether the next piece begins a line.
	private boolean begins = true;

	LineReader(InputStream stream, int maxLength) {
		this.stream = stream;
		this.maxLength = maxLength;
	}

	/**
	 * Reads until the stream ends.
	 * @throws IOException if the stream cannot be read any more
	 */
	void readAll(Pieces pieces) throws IOException {
		byte[] chunk = new byte[CHUNK];
		try {
			int read = this.stream.read(chunk);
			while (read >= 0) {
				take(chunk, read, pieces);
				read = this.stream.read(chunk);
			}
		}
		finally {
			if (this.length > 0) {
				hand(pieces, false);
			}
		}
	}

	private void take(byte[] chunk, int read, Pieces pieces) {
		int from = 0;
		while (from < read) {
			int to = from;
			while (to < read && chunk[to] != '\n') {
				to++;
			}
			append(chunk, from, to, pieces);
			if (to < read) {
				hand(pieces, true);
			}
			from = to + 1;
		}
	}

	private void append(byte[] chunk, int from, int to, Pieces pieces) {
		int next = from;
		while (next < to) {
			if (this.length == this.maxLength) {
				handFull(pieces);
			}
			int part = Math.min(to - next, this.maxLength - this.length);
			ensure(this.length + part);
			System.arraycopy(chunk, next, this.line, this.length, part);
			this.length += part;
			next += part;
		}
	}

	private void ensure(int size) {
		if (this.line.length < size) {
			this.line = Arrays.copyOf(this.line, Math.min(this.maxLength, Math.max(size, this.line.length * 2)));
		}
	}

	// A character of several bytes is not divided between two pieces.
	private void handFull(Pieces pieces) {
		int end = this.length - incomplete();
		byte[] rest = Arrays.copyOfRange(this.line, end, this.length);
		this.length = end;
		hand(pieces, false);
		System.arraycopy(rest, 0, this.line, 0, rest.length);
		this.length = rest.length;
	}

	// Returns how many bytes of a character that is not complete end the line.
	private int incomplete() {
		for (int i = 1; i < Math.min(LONGEST_CHARACTER, this.length); i++) {
			int b = this.line[this.length - i] & 0xFF;
			if (b >= 0xC0) {
				int bytes = (b >= 0xF0) ? LONGEST_CHARACTER : (b >= 0xE0) ? 3 : 2;
				return (i < bytes) ? i : 0;
			}
			if (b < 0x80) {
				return 0;
			}
		}
		return 0;
	}

	private void hand(Pieces pieces, boolean ends) {
		byte[] piece = Arrays.copyOf(this.line, this.length);
		boolean begins = this.begins;
		this.length = 0;
		this.begins = ends;
		if (this.line.length > CHUNK) {
			this.line = new byte[LEAST];
		}
		pieces.accept(piece, begins, ends);
	}

	/**
	 * Receives pieces of lines. Must not throw.
	 */
	@FunctionalInterface
	interface Pieces {

		/**
		 * Receives a line, or a piece of a line that is longer than may be held.
		 * @param bytes the bytes, without the end of the line
		 * @param begins whether the piece begins a line
		 * @param ends whether the piece ends a line
		 */
		void accept(byte[] bytes, boolean begins, boolean ends);

	}

}
