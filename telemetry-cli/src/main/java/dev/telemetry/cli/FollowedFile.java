package dev.telemetry.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * A file that grows, and that may be put aside for a new one of the same name.
 *
 * @param path the file
 * @param follow whether to wait for more
 */
record FollowedFile(Path path, boolean follow) {

	private static final long PAUSE_MILLIS = 250;

	/**
	 * Reads lines. One without an end is read when it has one, or at the end.
	 * @param lines gets each line
	 */
	void read(Consumer<String> lines) throws IOException, InterruptedException {
		Lines open = new Lines(lines);
		do {
			read(open);
			if (this.follow) {
				TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
			}
		}
		while (this.follow);
		open.end();
	}

	// What is there until it is another file.
	private void read(Lines lines) throws IOException, InterruptedException {
		try (SeekableByteChannel channel = Files.newByteChannel(this.path)) {
			Object key = key();
			ByteBuffer buffer = ByteBuffer.allocate(64 * 1024);
			while (true) {
				buffer.clear();
				if (channel.read(buffer) > 0) {
					lines.add(buffer.flip());
				}
				else if (!this.follow || !Objects.equals(key, key()) || channel.position() > channel.size()) {
					return;
				}
				else {
					TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
				}
			}
		}
		catch (NoSuchFileException ex) {
			if (!this.follow) {
				throw new NoSuchJobException("There is no file " + this.path);
			}
		}
	}

	private @Nullable Object key() {
		try {
			return Files.readAttributes(this.path, BasicFileAttributes.class).fileKey();
		}
		catch (IOException ex) {
			return "";
		}
	}

	/**
	 * Takes bytes apart into lines.
	 */
	private static final class Lines {

		private final Consumer<String> consumer;

		private final ByteArrayOutputStream line = new ByteArrayOutputStream();

		Lines(Consumer<String> consumer) {
			this.consumer = consumer;
		}

		void add(ByteBuffer bytes) {
			while (bytes.hasRemaining()) {
				byte next = bytes.get();
				if (next == '\n') {
					end();
				}
				else {
					this.line.write(next);
				}
			}
		}

		void end() {
			if (this.line.size() > 0) {
				this.consumer.accept(this.line.toString(StandardCharsets.UTF_8));
				this.line.reset();
			}
		}

	}

}
