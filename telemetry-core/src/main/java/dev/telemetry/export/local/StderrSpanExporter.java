package dev.telemetry.export.local;

import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongConsumer;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import org.jspecify.annotations.Nullable;

import dev.telemetry.text.JsonBuffer;

/**
 * Prints each span, and each event of a span, as one line {@code TELEMETRY:{json}}: for a
 * process that was started by another one, which reads its standard error stream. A line
 * is printed in one write and flushed, so that other output to the same stream does not
 * get between. Thread safe.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
public final class StderrSpanExporter implements SpanExporter {

	private final @Nullable LongConsumer rejected;

	// Guarded by lock.
	private final LastingStream out;

	private final Lock lock = new ReentrantLock();

	// Guarded by lock.
	private final JsonBuffer json = new JsonBuffer();

	// Guarded by lock.
	private final EventLine line = new EventLine(this.json);

	/**
	 * Creates an exporter.
	 * @param out the standard error stream of the process, or another one in tests; not
	 * closed
	 */
	public StderrSpanExporter(PrintStream out) {
		this(LastingStream.of(out), null);
	}

	/**
	 * Creates an exporter that reports spans that it could not print.
	 * @param out where to print; not closed
	 * @param rejected called with the number of missing spans of a batch that was printed
	 * in part; the export of such a batch succeeds
	 */
	public StderrSpanExporter(PrintStream out, LongConsumer rejected) {
		this(LastingStream.of(out), rejected);
	}

	StderrSpanExporter(LastingStream out, @Nullable LongConsumer rejected) {
		this.out = out;
		this.rejected = rejected;
	}

	@Override
	public CompletableResultCode export(Collection<SpanData> spans) {
		this.lock.lock();
		try {
			int printed = 0;
			for (SpanData span : spans) {
				if (!print(span)) {
					return incomplete(printed, spans.size() - printed);
				}
				printed++;
			}
			return CompletableResultCode.ofSuccess();
		}
		finally {
			this.lock.unlock();
		}
	}

	private CompletableResultCode incomplete(int printed, int missing) {
		if (printed == 0 || this.rejected == null) {
			return CompletableResultCode.ofFailure();
		}
		this.rejected.accept(missing);
		return CompletableResultCode.ofSuccess();
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
