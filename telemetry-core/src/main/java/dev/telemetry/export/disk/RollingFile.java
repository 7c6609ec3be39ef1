package dev.telemetry.export.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Clock;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * A file that lines are appended to, and that is put aside when it is large or old. Each
 * line is written at once. Whatever fails, the file is opened again for the next line; a
 * line that was left incomplete is ended before. A file that somebody else has moved or
 * deleted is left. Not thread safe, and not for two processes.
 */
public final class RollingFile {

	private static final Set<StandardOpenOption> APPEND = Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE,
			StandardOpenOption.APPEND);

	private final FileSettings settings;

	private final Clock clock;

	private final Opener opener;

	private final OlderFiles older;

	private @Nullable FileChannel channel;

	// Which file the channel is open on, null where the file system cannot tell.
	private @Nullable Object key;

	private Instant begun = Instant.EPOCH;

	/**
	 * Creates a file, which is opened with the first line.
	 * @param settings where it is, and when it is put aside
	 * @param clock tells its age
	 */
	public RollingFile(FileSettings settings, Clock clock) {
		this(settings, clock, (file) -> FileChannel.open(file, APPEND, OwnerOnly.file(file)));
	}

	RollingFile(FileSettings settings, Clock clock, Opener opener) {
		this.settings = settings;
		this.clock = clock;
		this.opener = opener;
		this.older = new OlderFiles(settings);
	}

	/**
	 * Appends a line, to a new file if it is time for one.
	 * @param line the line
	 * @throws IOException if it could not be written in full
	 */
	public void append(ByteBuffer line) throws IOException {
		try {
			FileChannel open = openOrReopen();
			if (isFull(open, line.remaining())) {
				close();
				this.older.putAside(this.clock.instant());
				open = open();
			}
			write(open, line);
		}
		catch (IOException | RuntimeException ex) {
			close();
			throw ex;
		}
	}

	private FileChannel openOrReopen() throws IOException {
		FileChannel open = this.channel;
		if (open != null && isInPlace()) {
			return open;
		}
		close();
		return open();
	}

	private boolean isInPlace() throws IOException {
		try {
			return Objects.equals(this.key, attributes().fileKey());
		}
		catch (NoSuchFileException ex) {
			return false;
		}
	}

	private BasicFileAttributes attributes() throws IOException {
		return Files.readAttributes(this.settings.path(), BasicFileAttributes.class);
	}

	private FileChannel open() throws IOException {
		Path path = this.settings.path();
		Path parent = path.getParent();
		if (parent != null) {
			OwnerOnly.createDirectories(parent);
		}
		FileChannel opened = this.opener.open(path);
		this.channel = opened;
		BasicFileAttributes attributes = attributes();
		this.key = attributes.fileKey();
		this.begun = (opened.size() > 0) ? attributes.creationTime().toInstant() : this.clock.instant();
		if (endsWithinALine(path)) {
			write(opened, ByteBuffer.wrap(new byte[] { '\n' }));
		}
		return opened;
	}

	private static boolean endsWithinALine(Path path) throws IOException {
		if (Files.size(path) == 0) {
			return false;
		}
		try (SeekableByteChannel reader = Files.newByteChannel(path)) {
			ByteBuffer last = ByteBuffer.allocate(1);
			reader.position(reader.size() - 1).read(last);
			return last.get(0) != '\n';
		}
	}

	private boolean isFull(FileChannel open, int more) throws IOException {
		long size = open.size();
		boolean old = !this.clock.instant().isBefore(this.begun.plus(this.settings.maxFileAge()));
		return size > 0 && (old || size > this.settings.maxFileSize() - more);
	}

	private static void write(FileChannel open, ByteBuffer line) throws IOException {
		long before = open.size();
		try {
			while (line.hasRemaining()) {
				open.write(line);
			}
		}
		catch (IOException | RuntimeException ex) {
			undo(open, before);
			throw ex;
		}
	}

	// Where it cannot be undone, the next line begins on a line of its own.
	private static void undo(FileChannel open, long size) {
		try {
			open.truncate(size);
		}
		catch (IOException ex) {
			// What matters is why it could not be written.
		}
	}

	/**
	 * Closes the file, which the next line opens again. Never throws.
	 */
	public void close() {
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

	@Override
	public String toString() {
		return this.settings.path().toString();
	}

	/**
	 * Opens a file for appending.
	 */
	@FunctionalInterface
	interface Opener {

		FileChannel open(Path file) throws IOException;

	}

}
