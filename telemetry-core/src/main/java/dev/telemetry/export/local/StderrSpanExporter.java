package dev.telemetry.export.local;

import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;

/**
 * Prints each span, and each event of a span, as one line {@code TELEMETRY:{json}}: for a
 * process that was started by another one, which reads its standard error stream. A line
 * is printed in one write and flushed; others that print to the same stream do not get
 * between. Thread safe.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
public final class StderrSpanExporter implements SpanExporter {

	// Guarded by lock.
	private final LastingStream out;

	private final Lock lock = new ReentrantLock();

	// Guarded by lock.
	private final JsonBuffer json = new JsonBuffer();

	// Guarded by lock.
	private final EventLine line = new EventLine(this.json);

	/**
	 * Creates an exporter.
	 * @param out where to print, which is the standard error stream of the process but
	 * for tests; not closed
	 */
	public StderrSpanExporter(PrintStream out) {
		this(LastingStream.of(out));
	}

	StderrSpanExporter(LastingStream out) {
		this.out = out;
	}

	@Override
	public CompletableResultCode export(Collection<SpanData> spans) {
		this.lock.lock();
		try {
			for (SpanData span : spans) {
				if (!print(span)) {
					return CompletableResultCode.ofFailure();
				}
			}
			return CompletableResultCode.ofSuccess();
		}
		finally {
			this.lock.unlock();
		}
	}

	private boolean print(SpanData span) {
		for (EventData event : span.getEvents()) {
			this.json.clear();
			this.line.append(span, event);
			if (!print()) {
				return false;
			}
		}
		this.json.clear();
		this.line.append(span);
		return print();
	}

	private boolean print() {
		ByteBuffer bytes = this.json.toByteBuffer();
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
		return "StderrSpanExporter";
	}

}
