package dev.telemetry.autoconfigure.export;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.telemetry.test.Behaviour;
import dev.telemetry.test.OtlpReceiver;
import dev.telemetry.test.ReceivedSpan;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How processes end: what could be delivered is, and they end by themselves.
 */
class EndingProcessTests {

	private static final Duration DEADLINE = Duration.ofSeconds(40);

	// To connect for the first time as well, on a machine that is busy.
	private static final Duration ENOUGH = Duration.ofSeconds(10);

	private final OtlpReceiver receiver = OtlpReceiver.http();

	@TempDir
	private Path directory;

	@AfterEach
	void close() {
		this.receiver.close();
	}

	@Test
	void anApplicationThatReturnsHasSentItsSpans() throws Exception {
		Process process = start("returns");
		assertThat(process.waitFor(DEADLINE.toSeconds(), TimeUnit.SECONDS)).as(this::output).isTrue();
		assertThat(process.exitValue()).as(this::output).isZero();
		assertThat(this.receiver.spans()).extracting(ReceivedSpan::name).containsExactly("work");
	}

	@Test
	void anApplicationThatExitsHasSentItsSpans() throws Exception {
		Process process = start("exits");
		assertThat(process.waitFor(DEADLINE.toSeconds(), TimeUnit.SECONDS)).as(this::output).isTrue();
		assertThat(process.exitValue()).as(this::output).isEqualTo(3);
		assertThat(this.receiver.spans()).extracting(ReceivedSpan::name).containsExactly("work");
	}

	@Test
	void anApplicationThatIsTerminatedFinishesItsRequestsAndSendsTheirSpans() throws Exception {
		Process process = start("serves");
		awaitRequestInTheMiddle();
		process.destroy();
		assertThat(process.waitFor(DEADLINE.toSeconds(), TimeUnit.SECONDS)).as(this::output).isTrue();
		assertThat(this.receiver.spans()).as(this::output).extracting(ReceivedSpan::name).contains("http.server");
	}

	@Test
	void aBackendThatHangsDelaysTheEndNoLongerThanItMayAndOneLineSaysWhatIsLost() throws Exception {
		this.receiver.respond(Behaviour.hang());
		Process process = start("waits", Duration.ofSeconds(1));
		this.receiver.awaitRequests(1, DEADLINE);
		process.destroy();
		assertThat(process.waitFor(DEADLINE.toSeconds(), TimeUnit.SECONDS)).as(this::output).isTrue();
		assertThat(output().lines().filter((line) -> line.contains("before the application ended"))).singleElement()
			.asString()
			.contains("1 to otlp");
	}

	private void awaitRequestInTheMiddle() {
		try {
			this.receiver.awaitSpan((span) -> span.name().equals("in the middle"), DEADLINE);
		}
		catch (AssertionError ex) {
			throw new AssertionError(output(), ex);
		}
	}

	private Process start(String ending) throws IOException {
		return start(ending, ENOUGH);
	}

	private Process start(String ending, Duration shutdownTimeout) throws IOException {
		List<String> command = new ArrayList<>();
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		command.addAll(List.of("-Xmx256m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto", "-cp",
				System.getProperty("java.class.path"), EndingApplication.class.getName(), "--ending=" + ending,
				"--telemetry.enabled=true", "--telemetry.sampling.ratio=1.0", "--telemetry.export.delay=50ms",
				"--telemetry.export.shutdown-timeout=" + shutdownTimeout.toMillis() + "ms", "--server.port=0",
				"--telemetry.otel.endpoint=" + this.receiver.endpoint() + "/v1/traces"));
		return new ProcessBuilder(command).redirectErrorStream(true)
			.redirectOutput(this.directory.resolve("output").toFile())
			.start();
	}

	private String output() {
		try {
			return Files.readString(this.directory.resolve("output"));
		}
		catch (IOException ex) {
			return ex.toString();
		}
	}

}
