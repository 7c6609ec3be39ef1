package dev.telemetry.export.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.StandardOpenOption;
import java.time.Clock;

/**
 * A channel on a disk that gets full: of what does not fit, it writes the beginning.
 */
public final class QuotaChannel extends FileChannel {

	private final FileChannel file;

	private final Quota quota;

	public QuotaChannel(FileChannel file, Quota quota) {
		this.file = file;
		this.quota = quota;
	}

	/**
	 * A file that is written through such a channel.
	 */
	public static RollingFile rollingFile(FileSettings settings, Clock clock, Quota quota) {
		return new RollingFile(settings, clock, (file) -> new QuotaChannel(
				FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND),
				quota));
	}

	@Override
	public int write(ByteBuffer source) throws IOException {
		int room = (int) Math.min(source.remaining(), this.quota.left);
		if (room == 0 && source.hasRemaining()) {
			this.quota.beforeFailure.run();
			throw new IOException("No space left on device");
		}
		int limit = source.limit();
		source.limit(source.position() + room);
		int written = this.file.write(source);
		source.limit(limit);
		this.quota.left -= written;
		return written;
	}

	@Override
	public FileChannel truncate(long size) throws IOException {
		if (this.quota.truncationForbidden) {
			throw new IOException("Not now");
		}
		this.quota.left += this.file.size() - size;
		this.file.truncate(size);
		return this;
	}

	@Override
	public long size() throws IOException {
		return this.file.size();
	}

	@Override
	public int read(ByteBuffer target) throws IOException {
		return this.file.read(target);
	}

	@Override
	public int read(ByteBuffer target, long position) throws IOException {
		return this.file.read(target, position);
	}

	@Override
	public long position() throws IOException {
		return this.file.position();
	}

	@Override
	public FileChannel position(long position) throws IOException {
		this.file.position(position);
		return this;
	}

	@Override
	public void force(boolean metaData) throws IOException {
		this.file.force(metaData);
	}

	@Override
	protected void implCloseChannel() throws IOException {
		this.file.close();
	}

	@Override
	public long read(ByteBuffer[] targets, int offset, int length) {
		throw new UnsupportedOperationException();
	}

	@Override
	public long write(ByteBuffer[] sources, int offset, int length) {
		throw new UnsupportedOperationException();
	}

	@Override
	public int write(ByteBuffer source, long position) throws IOException {
		return this.file.write(source, position);
	}

	@Override
	public long transferTo(long position, long count, WritableByteChannel target) {
		throw new UnsupportedOperationException();
	}

	@Override
	public long transferFrom(ReadableByteChannel source, long position, long count) {
		throw new UnsupportedOperationException();
	}

	@Override
	public MappedByteBuffer map(MapMode mode, long position, long size) {
		throw new UnsupportedOperationException();
	}

	@Override
	public FileLock lock(long position, long size, boolean shared) {
		throw new UnsupportedOperationException();
	}

	@Override
	public FileLock tryLock(long position, long size, boolean shared) {
		throw new UnsupportedOperationException();
	}

	/**
	 * How many bytes the disk still takes.
	 */
	public static final class Quota {

		private long left;

		private boolean truncationForbidden;

		private Runnable beforeFailure = () -> {
		};

		public Quota(long left) {
			this.left = left;
		}

		public void add(long bytes) {
			this.left += bytes;
		}

		public void beforeFailure(Runnable action) {
			this.beforeFailure = action;
		}

		public void forbidTruncation() {
			this.truncationForbidden = true;
		}

	}

}
