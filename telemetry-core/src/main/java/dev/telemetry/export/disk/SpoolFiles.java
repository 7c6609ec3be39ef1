package dev.telemetry.export.disk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;

import dev.telemetry.health.LossReason;

/**
 * The files of a spool, oldest first, bounded in bytes and in age. Each file that is
 * found is counted once, whatever happens to it afterwards. To be used only by the
 * exporting thread.
 */
final class SpoolFiles {

	private static final long RETRY_NANOS = TimeUnit.MINUTES.toNanos(1);

	// Number of files that the spool is divided into: one file is deleted at once to make
	// room, or when it is too old.
	private static final int SHARE = 16;

	private static final long MAX_FILE_SIZE = 64 * 1024 * 1024;

	// The fraction of the maximum age that files of an earlier process always get,
	// because the clock that gives their age may be wrong.
	private static final int GRACE = 4;

	private final SpoolSettings settings;

	private final SpoolListener listener;

	private final Clock clock;

	private final LongSupplier nanos;

	private final NavigableMap<Path, SpoolSegment> segments = new TreeMap<>();

	// Files that are neither read nor counted.
	private final Set<Path> leftAlone = new HashSet<>();

	// Files that could not be opened, and are tried again.
	private final Set<Path> unread = new HashSet<>();

	private final Set<Path> said = new HashSet<>();

	private long retriedNanos;

	private long size;

	SpoolFiles(SpoolSettings settings, SpoolListener listener, Clock clock, LongSupplier nanos) {
		this.settings = settings;
		this.listener = listener;
		this.clock = clock;
		this.nanos = nanos;
		this.retriedNanos = nanos.getAsLong();
	}

	/**
	 * Loads the files of the directory. New files are counted; batches in files that have
	 * disappeared are lost.
	 */
	void load(List<Path> files) {
		for (SpoolSegment segment : List.copyOf(this.segments.values())) {
			if (!files.contains(segment.file())) {
				lose(segment, LossReason.SPOOL_DAMAGED);
			}
		}
		for (Path file : files) {
			if (!this.segments.containsKey(file) && !this.leftAlone.contains(file)) {
				load(file);
			}
		}
		expire();
	}

	/**
	 * Tries to open files again that could not be opened.
	 */
	void retry() {
		if (!this.unread.isEmpty() && this.nanos.getAsLong() - this.retriedNanos >= RETRY_NANOS) {
			this.retriedNanos = this.nanos.getAsLong();
			List.copyOf(this.unread).forEach(this::load);
		}
	}

	private void load(Path file) {
		this.unread.add(file);
		try {
			if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
				leaveAlone(file, "not a regular file");
				return;
			}
			SpoolScan scan = SpoolScan.of(file, this.clock.millis());
			if (scan.isOfOtherFormat()) {
				leaveAlone(file, "written by another version");
				return;
			}
			this.unread.remove(file);
			take(file, scan);
		}
		catch (Throwable ex) {
			// The file is tried again.
			say(file, DiskFailures.describe(ex));
		}
	}

	private void leaveAlone(Path file, String why) {
		this.unread.remove(file);
		this.leftAlone.add(file);
		say(file, why);
	}

	private void say(Path file, String why) {
		if (this.said.add(file)) {
			this.listener.leftAlone(file, why);
		}
	}

	private void take(Path file, SpoolScan scan) {
		SpoolSegment segment = new SpoolSegment(file, scan.size(), this.nanos.getAsLong() - ageNanos(scan));
		scan.waiting().forEach(segment::add);
		if (scan.waiting().isEmpty()) {
			deleteCounted(segment);
		}
		else {
			this.segments.put(file, segment);
			this.size += segment.size();
		}
		if (segment.spans() + scan.lost() > 0) {
			this.listener.found(segment.spans() + scan.lost());
		}
		if (scan.lost() > 0) {
			this.listener.lost(LossReason.SPOOL_DAMAGED, scan.lost());
			this.listener.damaged(file);
		}
	}

	// A file that cannot be deleted is not counted again.
	private void deleteCounted(SpoolSegment segment) {
		segment.delete();
		if (Files.exists(segment.file(), LinkOption.NOFOLLOW_LINKS)) {
			this.leftAlone.add(segment.file());
		}
	}

	private long ageNanos(SpoolScan scan) {
		long age = TimeUnit.MILLISECONDS.toNanos(this.clock.millis() - scan.createdMillis());
		return Math.min(age, maxAge() - maxAge() / GRACE);
	}

	private long maxAge() {
		return this.settings.maxAge().toNanos();
	}

	/**
	 * Gives up files that have waited too long.
	 */
	void expire() {
		SpoolSegment first = first();
		while (first != null && first.ageNanos(this.nanos.getAsLong()) >= maxAge()) {
			lose(first, LossReason.SPOOL_EXPIRED);
			first = first();
		}
	}

	/**
	 * Gives up the oldest files until there is room for a batch.
	 */
	void makeRoom(long length) {
		SpoolSegment first = first();
		while (first != null && this.size + length > this.settings.maxSize()) {
			lose(first, LossReason.SPOOL_FULL);
			first = first();
		}
	}

	private @Nullable SpoolSegment first() {
		return (this.segments.isEmpty()) ? null : this.segments.firstEntry().getValue();
	}

	/**
	 * Returns the file that a batch can be appended to.
	 * @return the newest file, or {@code null} if it is large or old enough
	 */
	@Nullable SpoolSegment growing(long length) {
		SpoolSegment last = (this.segments.isEmpty()) ? null : this.segments.lastEntry().getValue();
		return (last != null && last.isGrowing()
				&& last.size() + length <= Math.min(MAX_FILE_SIZE, this.settings.maxSize() / SHARE)
				&& last.ageNanos(this.nanos.getAsLong()) < maxAge() / SHARE) ? last : null;
	}

	SpoolSegment create(Path file) throws IOException {
		SpoolSegment created = SpoolSegment.create(file, this.clock.millis(), this.nanos.getAsLong());
		this.segments.put(file, created);
		this.size += created.size();
		return created;
	}

	SpoolEntry append(SpoolSegment segment, byte[] payload, int spans) throws IOException {
		long before = segment.size();
		try {
			return segment.append(payload, spans);
		}
		finally {
			this.size += segment.size() - before;
			forgetIfEmpty(segment);
		}
	}

	@Nullable SpoolEntry oldest() {
		for (SpoolSegment segment : this.segments.values()) {
			if (!segment.isSetAside(this.nanos.getAsLong())) {
				return segment.waiting().peek();
			}
		}
		return null;
	}

	boolean isEmpty() {
		return this.segments.isEmpty();
	}

	/**
	 * Leaves the file of an entry alone for a while, so that other files can be read.
	 */
	void setAside(SpoolEntry entry, Throwable cause) {
		SpoolSegment segment = this.segments.get(entry.file());
		if (segment != null) {
			segment.setAside(this.nanos.getAsLong() + RETRY_NANOS);
		}
		say(entry.file(), DiskFailures.describe(cause));
	}

	void remove(SpoolEntry entry) {
		entry.gone();
		SpoolSegment segment = this.segments.get(entry.file());
		if (segment != null) {
			segment.done(entry);
			forgetIfEmpty(segment);
		}
	}

	private void forgetIfEmpty(SpoolSegment segment) {
		if (segment.waiting().isEmpty() && this.segments.remove(segment.file(), segment)) {
			this.size -= segment.size();
			segment.delete();
		}
	}

	private void lose(SpoolSegment segment, LossReason reason) {
		int spans = segment.spans();
		segment.waiting().forEach(SpoolEntry::gone);
		this.segments.remove(segment.file());
		this.size -= segment.size();
		segment.delete();
		this.listener.lost(reason, spans);
	}

}
