package dev.telemetry.report;

import java.io.IOException;

import org.jspecify.annotations.Nullable;

import dev.telemetry.text.JsonBuffer;

/**
 * Writes the lines of the spans of one job, to a file that has a temporary name until it
 * is complete. After a failure, nothing more is written. Not thread safe.
 */
final class SpanLines {

	private static final int FLUSH_SIZE = 64 * 1024;

	private final ReportDirectory directory;

	private final String part;

	private final JsonBuffer json = new JsonBuffer();

	private final SpanLine line;

	private long count;

	private boolean created;

	private @Nullable Exception failure;

	SpanLines(ReportDirectory directory, String part, long startNanos) {
		this.directory = directory;
		this.part = part;
		this.line = new SpanLine(this.json, startNanos);
	}

	void add(ReportedSpan span) {
		this.count++;
		if (this.failure != null) {
			return;
		}
		this.line.append(span);
		if (this.json.size() >= FLUSH_SIZE) {
			try {
				flush();
			}
			catch (IOException | RuntimeException ex) {
				this.failure = ex;
				this.json.clear();
			}
		}
	}

	/**
	 * Returns whether there is a file.
	 */
	boolean isBegun() {
		return this.created;
	}

	long count() {
		return this.count;
	}

	private void flush() throws IOException {
		if (this.created) {
			this.directory.append(this.part, this.json.toByteBuffer());
		}
		else {
			this.directory.create();
			this.created = true;
			this.directory.write(this.part, this.json.toByteBuffer());
		}
		this.json.clear();
	}

	/**
	 * Renames the file to its final name.
	 * @throws IOException if the file could not be written
	 */
	void publish() throws IOException {
		if (this.failure instanceof IOException ex) {
			throw ex;
		}
		if (this.failure instanceof RuntimeException ex) {
			throw ex;
		}
		flush();
		this.directory.publish(this.part, ReportFiles.SPANS);
	}

	/**
	 * Deletes the file, if possible.
	 */
	void discard() {
		try {
			if (this.created) {
				this.directory.delete(this.part);
			}
		}
		catch (IOException | RuntimeException ex) {
			// The retention deletes the file when it is too old.
		}
	}

}
