package dev.telemetry.export.local;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;

import org.jspecify.annotations.Nullable;

/**
 * Prints bytes and says whether they got out. A {@link PrintStream} remembers an error
 * for ever, also one of what somebody else has printed, so that it cannot tell about
 * later bytes; those go directly to where it prints to. Only for one thread at a time.
 */
final class PrintedBytes {

	private final PrintStream out;

	private final @Nullable OutputStream direct;

	private boolean torn;

	/**
	 * Creates what prints.
	 * @param out where to print
	 * @param direct the same without a memory for errors, or {@code null}: what is
	 * printed after an error counts as printed then, because nothing tells otherwise
	 */
	PrintedBytes(PrintStream out, @Nullable OutputStream direct) {
		this.out = out;
		this.direct = direct;
	}

	/**
	 * Prints lines in one write, and flushes.
	 * @return whether they got out
	 */
	boolean print(byte[] bytes, int offset, int length) {
		boolean failedBefore = this.out.checkError();
		if (failedBefore && this.direct != null) {
			return printTo(this.direct, bytes, offset, length);
		}
		this.out.write(bytes, offset, length);
		this.out.flush();
		return failedBefore || !this.out.checkError();
	}

	private boolean printTo(OutputStream stream, byte[] bytes, int offset, int length) {
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
