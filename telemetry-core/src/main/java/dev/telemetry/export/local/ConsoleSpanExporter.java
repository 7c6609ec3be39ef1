package dev.telemetry.export.local;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;

/**
 * Prints each span as one line of {@code key=value} pairs that starts with the word
 * {@code span}: for development and for smoke tests in CI. A batch is printed in one
 * write, so that lines of other threads do not get between. Thread safe.
 */
public final class ConsoleSpanExporter implements SpanExporter {

	private final Charset charset;

	private final Lock lock = new ReentrantLock();

	// Guarded by lock.
	private final PrintedBytes out;

	/**
	 * Creates an exporter that prints UTF-8, and cannot tell, after the stream has failed
	 * once, whether it fails again.
	 * @param out where to print; not closed
	 */
	public ConsoleSpanExporter(PrintStream out) {
		this.charset = StandardCharsets.UTF_8;
		this.out = new PrintedBytes(out, null);
	}

	/**
	 * Creates an exporter.
	 * @param out where to print; not closed
	 * @param direct leads to the same place, and is used once {@code out} has failed: a
	 * print stream does not say whether it works again; not closed
	 * @param charset the encoding of that place
	 */
	public ConsoleSpanExporter(PrintStream out, OutputStream direct, Charset charset) {
		this.charset = charset;
		this.out = new PrintedBytes(out, direct);
	}

	@Override
	public CompletableResultCode export(Collection<SpanData> spans) {
		StringBuilder lines = new StringBuilder(spans.size() * 512);
		for (SpanData span : spans) {
			new SpanLine(lines).append(span);
		}
		byte[] bytes = lines.toString().getBytes(this.charset);
		this.lock.lock();
		try {
			boolean printed = this.out.print(bytes, 0, bytes.length);
			return (printed) ? CompletableResultCode.ofSuccess() : CompletableResultCode.ofFailure();
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	public CompletableResultCode flush() {
		this.out.flush();
		return CompletableResultCode.ofSuccess();
	}

	@Override
	public CompletableResultCode shutdown() {
		return flush();
	}

	@Override
	public String toString() {
		return "ConsoleSpanExporter";
	}

}
