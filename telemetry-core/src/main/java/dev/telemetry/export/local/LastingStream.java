package dev.telemetry.export.local;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;

import org.jspecify.annotations.Nullable;

/**
 * Prints to a stream that may fail for a while, and tells whether a print succeeded. A
 * {@link PrintStream} remembers an error forever, even one of the application's prints,
 * and cannot tell whether later prints succeed. After an error, this class therefore
 * prints directly to the target of the stream. Not thread safe.
 */
final class LastingStream {

	private final PrintStream out;

	private final @Nullable OutputStream direct;

	private boolean torn;

	/**
	 * Creates a stream.
	 * @param out where to print
	 * @param direct another stream to the same target, or {@code null} if there is none:
	 * prints after an error then count as successful, because their result is unknown
	 */
	LastingStream(PrintStream out, @Nullable OutputStream direct) {
		this.out = out;
		this.direct = direct;
	}

	/**
	 * Creates a stream. For a standard stream of the process, a direct stream to the same
	 * target is used after an error.
	 * @param out where to print
	 */
	@SuppressWarnings("ReferenceEquality")
	static LastingStream of(PrintStream out) {
		if (out == System.out) {
			return new LastingStream(out, new FileOutputStream(FileDescriptor.out));
		}
		return new LastingStream(out, (out == System.err) ? new FileOutputStream(FileDescriptor.err) : null);
	}

	/**
	 * Prints text in one write, and flushes.
	 * @return whether the print succeeded
	 */
	boolean print(CharSequence text) {
		boolean failedBefore = this.out.checkError();
		if (failedBefore && this.direct != null) {
			byte[] bytes = text.toString().getBytes(charset());
			return printDirectly(this.direct, bytes, 0, bytes.length);
		}
		this.out.print(text);
		return flushed(failedBefore);
	}

	// PrintStream.charset() exists only from JDK 18 on.
	private static Charset charset() {
		try {
			return Charset.forName(System.getProperty("stdout.encoding", ""));
		}
		catch (IllegalArgumentException ex) {
			return Charset.defaultCharset();
		}
	}

	/**
	 * Prints bytes in one write, and flushes.
	 * @return whether the print succeeded
	 */
	boolean print(byte[] bytes, int offset, int length) {
		boolean failedBefore = this.out.checkError();
		if (failedBefore && this.direct != null) {
			return printDirectly(this.direct, bytes, offset, length);
		}
		this.out.write(bytes, offset, length);
		return flushed(failedBefore);
	}

	private boolean flushed(boolean failedBefore) {
		this.out.flush();
		return failedBefore || !this.out.checkError();
	}

	private boolean printDirectly(OutputStream stream, byte[] bytes, int offset, int length) {
		try {
			if (this.torn) {
				stream.write('\n');
			}
			this.torn = true;
			stream.write(bytes, offset, length);
			stream.flush();
			this.torn = false;
			return true;
		}
		catch (IOException ex) {
			return false;
		}
	}

	void flush() {
		this.out.flush();
	}

}
