package dev.telemetry.export.otlp;

import java.nio.charset.StandardCharsets;

/**
 * Iterates over the fields of a Protocol Buffers message. The message may be hostile:
 * malformed input leads to an {@link IllegalArgumentException}. Not thread safe.
 *
 * @see <a href="https://protobuf.dev/programming-guides/encoding/">Protocol Buffers,
 * encoding</a>
 */
final class ProtobufReader {

	private static final int NUMBER = 0;

	private static final int FIXED_64 = 1;

	private static final int MESSAGE = 2;

	private static final int FIXED_32 = 5;

	private final byte[] bytes;

	private final int end;

	private int position;

	private long tag;

	private long number;

	private int start;

	ProtobufReader(byte[] bytes) {
		this(bytes, 0, bytes.length);
	}

	private ProtobufReader(byte[] bytes, int position, int end) {
		this.bytes = bytes;
		this.position = position;
		this.end = end;
	}

	/**
	 * Reads the next field.
	 * @return whether there is one
	 */
	boolean next() {
		if (this.position >= this.end) {
			return false;
		}
		this.tag = varint();
		if (this.tag >>> 3 == 0) {
			throw new IllegalArgumentException("No field");
		}
		switch ((int) this.tag & 7) {
			case NUMBER -> {
				this.number = varint();
			}
			case FIXED_64 -> advance(Long.BYTES);
			case MESSAGE -> advance(varint());
			case FIXED_32 -> advance(Integer.BYTES);
			default -> throw new IllegalArgumentException("No type of a field");
		}
		return true;
	}

	long field() {
		return this.tag >>> 3;
	}

	boolean isNumber() {
		return (this.tag & 7) == NUMBER;
	}

	boolean isMessage() {
		return (this.tag & 7) == MESSAGE;
	}

	long number() {
		return this.number;
	}

	ProtobufReader message() {
		return new ProtobufReader(this.bytes, this.start, this.position);
	}

	String text() {
		return new String(this.bytes, this.start, this.position - this.start, StandardCharsets.UTF_8);
	}

	private void advance(long length) {
		if (length < 0 || length > this.end - this.position) {
			throw new IllegalArgumentException("Too short");
		}
		this.start = this.position;
		this.position += (int) length;
	}

	private long varint() {
		long value = 0;
		for (int shift = 0; shift < 64; shift += 7) {
			if (this.position >= this.end) {
				throw new IllegalArgumentException("Too short");
			}
			byte next = this.bytes[this.position++];
			value |= (next & 0x7FL) << shift;
			if (next >= 0) {
				return value;
			}
		}
		throw new IllegalArgumentException("Too long");
	}

}
