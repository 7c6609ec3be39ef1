package dev.telemetry.export.local;

import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.util.Collection;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;

/**
 * Prints each span as one line, for development and for smoke tests in CI: of
 * {@code key=value} pairs that starts with the word {@code span}, or a JSON object. A
 * batch is printed in one write, so that lines of other threads do not get between.
 * Thread safe.
 */
public final class ConsoleSpanExporter implements SpanExporter {

	private final PrintStream out;

	private final boolean json;

	/**
	 * Creates an exporter that prints {@code key=value} pairs.
	 * @param out where to print; not closed
	 */
	public ConsoleSpanExporter(PrintStream out) {
		this(out, false);
	}

	private ConsoleSpanExporter(PrintStream out, boolean json) {
		this.out = out;
		this.json = json;
	}

	/**
	 * Creates an exporter that prints JSON objects.
	 * @param out where to print; not closed
	 * @return the exporter
	 */
	public static ConsoleSpanExporter json(PrintStream out) {
		return new ConsoleSpanExporter(out, true);
	}

	@Override
	public CompletableResultCode export(Collection<SpanData> spans) {
		if (this.json) {
			printJson(spans);
		}
		else {
			printPairs(spans);
		}
		this.out.flush();
		return (this.out.checkError()) ? CompletableResultCode.ofFailure() : CompletableResultCode.ofSuccess();
	}

	private void printPairs(Collection<SpanData> spans) {
		StringBuilder lines = new StringBuilder(spans.size() * 512);
		for (SpanData span : spans) {
			new SpanLine(lines).append(span);
		}
		this.out.print(lines);
	}

	private void printJson(Collection<SpanData> spans) {
		JsonBuffer lines = new JsonBuffer();
		for (SpanData span : spans) {
			new JsonSpanLine(lines).append(span);
		}
		ByteBuffer bytes = lines.toByteBuffer();
		this.out.write(bytes.array(), bytes.arrayOffset(), bytes.remaining());
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
