package dev.telemetry.export.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.FileSystemException;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file that lines are appended to, and that is put aside when it is large or old. Each
 * line is written at once. After a failure, the file is opened again for the next line,
 * and an incomplete line is ended first. A file that cannot be put aside grows until it
 * has the size that is allowed for all files together. After another program has moved or
 * deleted the file, a new one is begun. Not thread safe, and not for use by two
 * processes.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
public final class RollingFile {

	private static final Logger logger = LoggerFactory.getLogger(RollingFile.class);

	private static final Set<StandardOpenOption> APPEND = Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE,
			StandardOpenOption.APPEND);

	private final FileSettings settings;

	private final Clock clock;

	private final Opener opener;

	private final OlderFiles older;

	private @Nullable FileChannel channel;

	// Key of the file that the channel is open on, null if the file system has no keys.
	private @Nullable Object key;

	private Instant begun = Instant.EPOCH;

	private boolean saidThatItStays;

	/**
	 * Creates a file, which is opened with the first line.
	 * @param settings path and limits of the file
	 * @param clock gives the age of the file
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
	 * Appends a line, to a new file if one is due.
	 * @param line the line
	 * @throws IOException if the line could not be written in full
	 */
	public void append(ByteBuffer line) throws IOException {
		try {
			FileChannel open = openOrReopen();
			if (isFull(open, line.remaining())) {
				open = beginAnother(line.remaining());
			}
			write(open, line);
		}
		catch (IOException | RuntimeException | Error ex) {
			close();
			throw ex;
		}
	}

	private FileChannel beginAnother(int more) throws IOException {
		close();
		try {
			this.older.putAside(this.clock.instant());
			this.saidThatItStays = false;
			return open();
		}
		catch (IOException | RuntimeException ex) {
			FileChannel same = open();
			stays(ex, same.size() + more);
			return same;
		}
	}

	private void stays(Exception cause, long size) throws IOException {
		if (!this.saidThatItStays) {
			this.saidThatItStays = true;
			logger.warn("{} cannot be put aside: {}. It is appended to until it has {} bytes.", this,
					DiskFailures.describe(cause), this.settings.maxTotalSize());
		}
		if (size > this.settings.maxTotalSize()) {
			throw new FileSystemException(toString(), null, "it is full and cannot be put aside");
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
		RegularFile.check(path);
		FileChannel opened = this.opener.open(path);
		this.channel = opened;
		BasicFileAttributes attributes = attributes();
		this.key = attributes.fileKey();
		this.begun = (opened.size() > 0) ? begun(attributes) : this.clock.instant();
		if (endsWithinALine(path)) {
			write(opened, ByteBuffer.wrap(new byte[] { '\n' }));
		}
		return opened;
	}

	// If the JVM or the file system has no time of creation, it is that of the last
	// change. A file begins when the one before is put aside.
	private Instant begun(BasicFileAttributes attributes) throws IOException {
		Instant created = attributes.creationTime().toInstant();
		Instant putAside = this.older.lastPutAside();
		return (putAside != null && putAside.isBefore(created)) ? putAside : created;
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
		Instant now = this.clock.instant();
		// The file may have been created while the clock was ahead.
		this.begun = (this.begun.isAfter(now)) ? now : this.begun;
		boolean old = !now.isBefore(this.begun.plus(this.settings.maxFileAge()));
		return size > 0 && (old || size > this.settings.maxFileSize() - more);
	}

	private static void write(FileChannel open, ByteBuffer line) throws IOException {
		long before = open.size();
		int start = line.position();
		try {
			while (line.hasRemaining()) {
				open.write(line);
			}
		}
		catch (IOException | RuntimeException | Error ex) {
			undo(open, before, line.position() - start);
			throw ex;
		}
	}

	// If the write cannot be undone, the next line begins with a line break.
	private static void undo(FileChannel open, long before, int written) {
		try {
			// Otherwise another process writes to the file too, and would lose a line.
			if (open.size() == before + written) {
				open.truncate(before);
			}
		}
		catch (IOException ex) {
			// The caller throws the exception of the write.
		}
	}

	/**
	 * Closes the file. The next line opens it again. Never throws.
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
			// Written lines have left the process already.
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
