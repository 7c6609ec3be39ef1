package dev.telemetry.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

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
	void read(Lines lines) throws IOException, InterruptedException {
		do {
			readOne(lines);
			lines.end();
			if (this.follow) {
				TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
			}
		}
		while (this.follow);
	}

	// What is there until it is another file.
	private void readOne(Lines lines) throws IOException, InterruptedException {
		try (SeekableByteChannel channel = Files.newByteChannel(this.path)) {
			Object key = key();
			ByteBuffer buffer = ByteBuffer.allocate(64 * 1024);
			boolean last = !this.follow;
			while (true) {
				buffer.clear();
				if (channel.read(buffer) > 0) {
					lines.add(buffer.flip());
				}
				else if (last) {
					return;
				}
				else if (isAnother(key) || channel.position() > channel.size()) {
					// It may have grown just before it was put aside.
					last = true;
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

	// As long as there is none of the name, the one that was put aside may still grow.
	private boolean isAnother(@Nullable Object key) {
		return Files.exists(this.path) && !Objects.equals(key, key());
	}

}
