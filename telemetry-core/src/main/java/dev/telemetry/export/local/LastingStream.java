package dev.telemetry.export.local;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;

import org.jspecify.annotations.Nullable;

/**
 * Prints to a stream that may fail for a while, and says whether what was printed got
 * out. A {@link PrintStream} remembers an error for ever, also one of what the
 * application has printed, and so cannot tell about what comes later. That goes directly
 * to where the stream leads to. Only for one thread at a time.
 */
final class LastingStream {

	private final PrintStream out;

	private final @Nullable OutputStream direct;

	private boolean torn;

	/**
	 * Creates a stream.
	 * @param out where to print
	 * @param direct leads to the same place, or {@code null}: what is printed after an
	 * error counts as printed then, because nothing tells otherwise
	 */
	LastingStream(PrintStream out, @Nullable OutputStream direct) {
		this.out = out;
		this.direct = direct;
	}

	/**
	 * Creates a stream that knows a way around a standard stream of the process.
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
	 * @return whether it got out
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

	// The stream knows its own, but tells it from JDK 18 on only.
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
	 * @return whether they got out
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
