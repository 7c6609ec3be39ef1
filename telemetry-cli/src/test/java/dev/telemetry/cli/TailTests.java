package dev.telemetry.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Lines as they come.
 */
class TailTests {

	private static final String OTLP = """
			{"resourceSpans":[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"shop"}}]},\
			"scopeSpans":[{"spans":[{"traceId":"4bf92f3577b34da6a3ce929d0e0e4736","spanId":"00f067aa0ba902b7",\
			"name":"http.server","startTimeUnixNano":"1795860930000000000","endTimeUnixNano":"1795860930250000000",\
			"attributes":[{"key":"http.route","value":{"stringValue":"/orders\\u001b[2J"}}],"status":{"code":2}}]}]}]}
			""";

	static final String EVENT = """
			2026-11-28 worker said TELEMETRY:{"event":"simulate","measurements":{"duration_seconds":1.5,"steps":7},\
			"metadata":{"service":"worker","status":"UNSET"},"timestamp_ns":1795860930000000000,"correlation_id":"abc"}
			""";

	@TempDir
	Path folder;

	private String tail(String... args) {
		StringWriter out = new StringWriter();
		CommandLine commands = TelemetryCli.commandLine();
		commands.setOut(new PrintWriter(out, true));
		assertThat(commands.execute(args)).isZero();
		return out.toString();
	}

	@Test
	void spansOfBothExportersArePrintedAndAllElseIsLeftOut() throws Exception {
		Path file = Files.writeString(this.folder.resolve("log"), "Started\n" + OTLP + "{\"torn\": \n" + EVENT);
		assertThat(tail("tail", file.toString(), "--no-follow").lines()).containsExactly(
				"2026-11-28T10:15:30Z   250.0 ms  ERROR  shop  http.server  4bf92f3577b34da6a3ce929d0e0e4736"
						+ " http.route=/orders\uFFFD[2J",
				"2026-11-28T10:15:30Z     1.50 s  worker  simulate  abc steps=7");
	}

	@Test
	void listsArePrintedAsTextsAndTimesMayBeNumbers() throws Exception {
		Path file = Files.writeString(this.folder.resolve("log"), """
				{"resourceSpans":[{"scopeSpans":[{"spans":[{"name":"a","startTimeUnixNano":1795860930000000000,\
				"endTimeUnixNano":1795860930250000000,"attributes":[{"key":"none","value":{}},\
				{"key":"tags","value":{"arrayValue":{"values":[{"stringValue":"x"},{"intValue":"3"}]}}},\
				{"key":"who","value":{"kvlistValue":{"values":[{"key":"b","value":{"boolValue":true}}]}}}]}]}]}]}
				""");
		assertThat(tail("tail", file.toString(), "--no-follow").strip())
			.isEqualTo("2026-11-28T10:15:30Z   250.0 ms    a none= tags=x,3 who={b=true}");
	}

	@Test
	void onlyWhatIsAskedForIsPrinted() throws Exception {
		Path file = Files.writeString(this.folder.resolve("log"), OTLP + EVENT);
		assertThat(tail("tail", file.toString(), "--no-follow", "--errors")).contains("http.server")
			.doesNotContain("simulate");
		assertThat(tail("tail", file.toString(), "--no-follow", "--grep", "steps=7")).contains("simulate")
			.doesNotContain("http.server");
	}

	@Test
	void whatALineDoesNotSayIsNotMadeUp() throws Exception {
		Path file = Files.writeString(this.folder.resolve("log"), """
				\uFEFF{"resourceSpans":[{"scopeSpans":[{"spans":[{"name":"load"}]}]}]}
				TELEMETRY:{"event":"simulate"}
				TELEMETRY:{"metadata":{"a":"b"}}
				""");
		assertThat(tail("tail", file.toString(), "--no-follow").lines()).containsExactly("-        0 s    load",
				"-      event    simulate");
	}

	@Test
	@DisabledOnOs(OS.WINDOWS)
	@Timeout(20)
	void aPipeIsReadToItsEnd() throws Exception {
		Path pipe = this.folder.resolve("pipe");
		assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
		Process writer = new ProcessBuilder("sh", "-c", "printf '%s' \"$1\" > \"$2\"", "sh", EVENT, pipe.toString())
			.start();
		assertThat(tail("tail", pipe.toString())).contains("simulate");
		assertThat(writer.waitFor()).isZero();
	}

	@Test
	void aLineThatIsTooLongIsSaidAndLeftOut() throws Exception {
		Path file = Files.writeString(this.folder.resolve("log"), "x".repeat(Lines.MAX_LENGTH + 1) + "\n" + EVENT);
		StringWriter err = new StringWriter();
		StringWriter out = new StringWriter();
		TelemetryCli.run(new PrintWriter(out, true), new PrintWriter(err, true), "tail", file.toString(),
				"--no-follow");
		assertThat(err.toString()).containsOnlyOnce("a line of more than 16 MB is left out");
		assertThat(out.toString().lines()).hasSize(1);
	}

	@Test
	void followingEndsWhenNobodyReadsAnyMore() throws Exception {
		Path file = Files.writeString(this.folder.resolve("log"), EVENT.repeat(3));
		PrintWriter closed = new PrintWriter(new StringWriter());
		closed.close();
		assertThat(TelemetryCli.run(closed, new PrintWriter(new StringWriter()), "tail", file.toString())).isZero();
	}

	@Test
	void aFileThatIsNotThereIsSaid() {
		assertThat(TelemetryCli.commandLine()
			.setErr(new PrintWriter(new StringWriter()))
			.execute("tail", this.folder.resolve("missing").toString(), "--no-follow")).isEqualTo(1);
	}

	@Test
	void aNameThatIsThatOfNoFileIsSaid() {
		StringWriter err = new StringWriter();
		PrintWriter out = new PrintWriter(new StringWriter());
		assertThat(TelemetryCli.run(out, new PrintWriter(err, true), "tail", "a\0b")).isEqualTo(1);
		assertThat(TelemetryCli.run(out, new PrintWriter(err, true), "tail", this.folder.toString())).isEqualTo(1);
		assertThat(err.toString().lines()).containsExactly("telemetry: There is no file a\uFFFDb",
				"telemetry: " + this.folder + " is a directory");
	}

	@Test
	void whatIsAddedIsFollowedIntoTheNextFile() throws Exception {
		Path file = Files.writeString(this.folder.resolve("log"), "first\nsec");
		BlockingQueue<String> lines = new LinkedBlockingQueue<>();
		Thread follower = new Thread(() -> {
			try {
				new FollowedFile(file, true).read(new Lines(lines::add, () -> lines.add("too long")));
			}
			catch (Exception ex) {
				lines.add("ended");
			}
		});
		follower.start();
		try {
			assertThat(next(lines)).isEqualTo("first");
			Files.write(file, "ond\ntorn".getBytes(StandardCharsets.UTF_8), StandardOpenOption.APPEND);
			assertThat(next(lines)).isEqualTo("second");
			Path older = Files.move(file, this.folder.resolve("older"));
			// Who writes it may not know yet.
			assertThat(lines.poll(600, TimeUnit.MILLISECONDS)).isNull();
			Files.writeString(older, " apart\nlast", StandardOpenOption.APPEND);
			assertThat(next(lines)).isEqualTo("torn apart");
			Files.writeString(file, "third\n");
			assertThat(next(lines)).isEqualTo("last");
			assertThat(next(lines)).isEqualTo("third");
		}
		finally {
			follower.interrupt();
			follower.join(TimeUnit.SECONDS.toMillis(20));
		}
		assertThat(List.copyOf(lines)).containsExactly("ended");
	}

	private static String next(BlockingQueue<String> lines) throws InterruptedException {
		String line = lines.poll(20, TimeUnit.SECONDS);
		return (line != null) ? line : "nothing";
	}

}
