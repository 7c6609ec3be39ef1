package dev.telemetry.export.local;

import java.io.PrintStream;
import java.util.Collection;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;

/**
 * Prints each span as one line of {@code key=value} pairs that starts with the word
 * {@code span}: for development and for smoke tests in CI. A batch is printed in one
 * write, so that lines of other threads do not get between. Thread safe.
 */
public final class ConsoleSpanExporter implements SpanExporter {

	private final PrintStream out;

	/**
	 * Creates an exporter.
	 * @param out where to print; not closed
	 */
	public ConsoleSpanExporter(PrintStream out) {
		this.out = out;
	}

	@Override
	public CompletableResultCode export(Collection<SpanData> spans) {
		StringBuilder lines = new StringBuilder(spans.size() * 512);
		for (SpanData span : spans) {
			new SpanLine(lines).append(span);
		}
		this.out.print(lines);
		this.out.flush();
		return (this.out.checkError()) ? CompletableResultCode.ofFailure() : CompletableResultCode.ofSuccess();
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
