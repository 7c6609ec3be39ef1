package dev.telemetry.export.local;

import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;

import dev.telemetry.text.JsonBuffer;

/**
 * Prints spans, for development and for smoke tests in CI: as a tree for each trace, or
 * as a line with a JSON object for each span. A batch is printed in one write, so that
 * lines of other threads do not get between. Thread safe.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
public final class ConsoleSpanExporter implements SpanExporter {

	private final boolean json;

	private final Lock lock = new ReentrantLock();

	// Guarded by lock.
	private final LastingStream out;

	/**
	 * Creates an exporter that prints trees.
	 * @param out where to print; not closed
	 */
	public ConsoleSpanExporter(PrintStream out) {
		this(LastingStream.of(out), false);
	}

	ConsoleSpanExporter(LastingStream out, boolean json) {
		this.out = out;
		this.json = json;
	}

	/**
	 * Creates an exporter that prints JSON objects.
	 * @param out where to print; not closed
	 * @return the exporter
	 */
	public static ConsoleSpanExporter json(PrintStream out) {
		return new ConsoleSpanExporter(LastingStream.of(out), true);
	}

	@Override
	public CompletableResultCode export(Collection<SpanData> spans) {
		this.lock.lock();
		try {
			boolean printed = (this.json) ? printJson(spans) : printTrees(spans);
			return (printed) ? CompletableResultCode.ofSuccess() : CompletableResultCode.ofFailure();
		}
		finally {
			this.lock.unlock();
		}
	}

	private boolean printTrees(Collection<SpanData> spans) {
		StringBuilder lines = new StringBuilder(spans.size() * 512);
		TraceTree.append(spans, lines);
		return this.out.print(lines);
	}

	private boolean printJson(Collection<SpanData> spans) {
		JsonBuffer lines = new JsonBuffer();
		spans.forEach(new JsonSpanLine(lines)::append);
		ByteBuffer bytes = lines.toByteBuffer();
		return this.out.print(bytes.array(), bytes.arrayOffset(), bytes.remaining());
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
