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
 * Reads a file that another process has left. Bytes that are no batch are stepped over,
 * and repaired so that no other process counts them again. Only for one thread.
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
	 * @param nowMillis the time, for a file that does not say when it was made, or says
	 * that it will be
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
				// The process was killed while it wrote it.
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

	// One at least is lost: how many there were is not known.
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

	// Not where no batch was found: the file may be that of another program.
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
	 * Whether it is a file of another version, which is to be left alone.
	 */
	boolean isOfOtherFormat() {
		return this.frames == 0 && SpoolHead.isOfOtherFormat(this.beginning);
	}

	/**
	 * The batches that are to be sent.
	 */
	List<SpoolFrame> waiting() {
		return this.waiting;
	}

	/**
	 * How many spans are lost, at least.
	 */
	int lost() {
		return this.lost;
	}

	/**
	 * Length of the file.
	 */
	long size() {
		return this.size;
	}

	/**
	 * When the file was made; not in the future.
	 */
	long createdMillis() {
		return this.createdMillis;
	}

}
