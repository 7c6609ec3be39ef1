package dev.telemetry.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/**
 * Takes bytes apart into lines. Empty ones are left out, and those that are too long for
 * the memory: a file may be no text at all. Not thread safe.
 */
final class Lines {

	/** Longest line, in bytes; one of the exporter file has a whole batch of spans. */
	static final int MAX_LENGTH = 16 * 1024 * 1024;

	static final String MAX_LENGTH_TEXT = "16 MB";

	private static final int CHUNK = 64 * 1024;

	private final Consumer<String> lines;

	private final Runnable tooLong;

	private final ByteArrayOutputStream line = new ByteArrayOutputStream();

	private boolean skipping;

	/**
	 * Creates what takes bytes apart.
	 * @param lines gets each line
	 * @param tooLong runs for each line that is too long
	 */
	Lines(Consumer<String> lines, Runnable tooLong) {
		this.lines = lines;
		this.tooLong = tooLong;
	}

	/**
	 * Reads all there is.
	 * @param read gets the number of bytes that were read
	 */
	void addAll(InputStream in, IntConsumer read) throws IOException {
		byte[] chunk = new byte[CHUNK];
		int length = in.read(chunk);
		while (length >= 0) {
			add(ByteBuffer.wrap(chunk, 0, length));
			read.accept(length);
			length = in.read(chunk);
		}
		end();
	}

	void add(ByteBuffer bytes) {
		while (bytes.hasRemaining()) {
			byte next = bytes.get();
			if (next == '\n') {
				end();
			}
			else if (this.line.size() < MAX_LENGTH) {
				this.line.write(next);
			}
			else {
				this.skipping = true;
			}
		}
	}

	/**
	 * Ends a line that has no end.
	 */
	void end() {
		String text = (this.skipping) ? "" : this.line.toString(StandardCharsets.UTF_8);
		if (this.skipping) {
			this.tooLong.run();
		}
		this.skipping = false;
		this.line.reset();
		String plain = (text.endsWith("\r")) ? text.substring(0, text.length() - 1) : text;
		if (!plain.isEmpty()) {
			this.lines.accept(plain);
		}
	}

}
