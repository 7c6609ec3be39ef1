package dev.telemetry.export.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Reads a file that another process has left. Bytes that are not a batch are skipped, and
 * repaired so that no other process counts them again. Not thread safe.
 */
final class SpoolScan {

	private static final int CHUNK = 64 * 1024;

	private final FileChannel channel;

	private final ByteBuffer beginning;

	private final List<SpoolFrame> waiting = new ArrayList<>();

	private int frames;

	private int lost;

	private long size;

	private long createdMillis;

	private SpoolScan(FileChannel channel) throws IOException {
		this.channel = channel;
		this.size = channel.size();
		this.beginning = RegularFile.read(channel, 0, SpoolHead.LENGTH);
	}

	/**
	 * Reads and repairs a file.
	 * @param file the file
	 * @param nowMillis the current time, used for a file whose time of creation is
	 * missing or in the future
	 * @throws IOException if the file cannot be opened, read or repaired
	 */
	static SpoolScan of(Path file, long nowMillis) throws IOException {
		try (FileChannel channel = RegularFile.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
			SpoolScan scan = new SpoolScan(channel);
			scan.batches();
			scan.head(file, nowMillis);
			return scan;
		}
	}

	private void batches() throws IOException {
		long at = SpoolHead.LENGTH;
		if (this.size < at && !SpoolHead.isIncomplete(this.beginning)) {
			this.lost++;
		}
		while (at < this.size) {
			SpoolFrame frame = SpoolFrame.read(RegularFile.read(this.channel, at, SpoolFrame.HEAD), at);
			if (frame == null) {
				at = skip(at);
			}
			else if (frame.end() > this.size) {
				// The process was killed while it wrote this batch.
				this.lost += frame.spans();
				at = cut(at);
			}
			else {
				add(frame);
				at = frame.end();
			}
		}
	}

	private void add(SpoolFrame frame) {
		this.frames++;
		if (!frame.done()) {
			this.waiting.add(frame);
		}
	}

	// Counts one lost span: the number in the damaged bytes is unknown, but at least one.
	private long skip(long from) throws IOException {
		this.lost++;
		SpoolFrame next = next(from + 1);
		if (next == null) {
			return cut(from);
		}
		int length = Math.toIntExact(next.offset() - from - SpoolFrame.HEAD);
		if (length >= 0) {
			RegularFile.write(this.channel, new SpoolFrame(from, true, length, 1, 0).toBytes(), from);
		}
		return next.offset();
	}

	private @Nullable SpoolFrame next(long from) throws IOException {
		for (long at = from; at < this.size; at += CHUNK - SpoolFrame.HEAD) {
			SpoolFrame found = SpoolFrame.find(RegularFile.read(this.channel, at, CHUNK), at);
			if (found != null) {
				return found;
			}
		}
		return null;
	}

	// If no batch was found, the file is not cut: it may belong to another program.
	private long cut(long at) throws IOException {
		if (this.frames > 0) {
			this.channel.truncate(at);
			this.size = at;
		}
		return this.size;
	}

	private void head(Path file, long nowMillis) throws IOException {
		SpoolHead head = SpoolHead.read(this.beginning);
		this.createdMillis = (head != null) ? head.createdMillis() : Files.getLastModifiedTime(file).toMillis();
		boolean future = this.createdMillis > nowMillis;
		this.createdMillis = (future) ? nowMillis : this.createdMillis;
		if (!this.waiting.isEmpty() && (head == null || future)) {
			RegularFile.write(this.channel, new SpoolHead(this.createdMillis).toBytes(), 0);
		}
	}

	/**
	 * Returns whether the file is of another version, and must be left alone.
	 */
	boolean isOfOtherFormat() {
		return this.frames == 0 && SpoolHead.isOfOtherFormat(this.beginning);
	}

	/**
	 * Returns the batches that wait to be sent.
	 */
	List<SpoolFrame> waiting() {
		return this.waiting;
	}

	/**
	 * Returns how many spans are lost, at least.
	 */
	int lost() {
		return this.lost;
	}

	/**
	 * Returns the length of the file.
	 */
	long size() {
		return this.size;
	}

	/**
	 * Returns when the file was created, in milliseconds since 1970; never in the future.
	 */
	long createdMillis() {
		return this.createdMillis;
	}

}
