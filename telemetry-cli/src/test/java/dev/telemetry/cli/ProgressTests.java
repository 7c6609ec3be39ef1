package dev.telemetry.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is said while a report is read.
 */
class ProgressTests {

	private static final String LINE = "{\"name\": \"task\", \"start_time\": 0, \"end_time\": 1, \"tags\": {\"text\": \""
			+ "x".repeat(16_000) + "\"}}\n";

	private static final int LINES = (int) (Progress.LONG / LINE.length()) + 1;

	private final StringWriter terminal = new StringWriter();

	@TempDir
	Path report;

	// Time goes on by as much as it takes with each question.
	private Progress progress(boolean shown) {
		AtomicLong nanos = new AtomicLong();
		return new Progress(new PrintWriter(this.terminal, true), shown, () -> nanos.addAndGet(Progress.EVERY));
	}

	private void write(int lines) throws Exception {
		Files.writeString(this.report.resolve("spans.jsonl"), LINE.repeat(lines));
	}

	@Test
	void aLongReportSaysHowFarItIsAndLeavesNothingOnTheLine() throws Exception {
		write(LINES);
		assertThat(Reports.spans(this.report, progress(true)).all()).hasSize(LINES);
		assertThat(this.terminal.toString()).startsWith("\rreading 0 %\rreading 1 %")
			.contains("\rreading 50 %\r")
			.contains("\rreading 100 %\r")
			.endsWith("\r             \r");
	}

	@Test
	void aShortOneAndWhatIsNoTerminalSayNothing() throws Exception {
		write(10);
		Reports.spans(this.report, progress(true));
		write(LINES);
		Reports.spans(this.report, progress(false));
		assertThat(this.terminal.toString()).isEmpty();
	}

}
