package dev.telemetry.autoconfigure.logs;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.telemetry.test.OtlpReceiver;
import dev.telemetry.test.ReceivedLog;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Processes whose log records are exported: however they end, the last line arrives.
 */
class LogProcessTests {

	private final OtlpReceiver receiver = OtlpReceiver.http();

	@TempDir
	private Path directory;

	@AfterEach
	void close() {
		this.receiver.close();
	}

	@Test
	void theLastLineOfAProcessThatExitsArrives() throws Exception {
		theLastLineOfAProcessArrives("exits", 3, "Destroyed");
	}

	@ParameterizedTest
	@CsvSource({ "closes, 0, Destroyed", "fails, 1, Application run failed" })
	@EnabledIfSystemProperty(named = "tests.all", matches = "true")
	void theLastLineOfAProcessArrives(String ending, int exitValue, String last) throws Exception {
		ChildJvm process = start(ending);
		assertThat(process.exitValue()).as(process::output).isEqualTo(exitValue);
		assertThat(this.receiver.logs()).as(process::output).extracting(ReceivedLog::body).contains(last);
	}

	@Test
	void theLastLineOfAProcessThatIsTerminatedArrives() throws Exception {
		ChildJvm process = start("waits");
		this.receiver.awaitLog((log) -> log.body().equals("Working"));
		process.process().destroy();
		process.exitValue();
		assertThat(this.receiver.logs()).extracting(ReceivedLog::body).contains("Destroyed");
	}

	private ChildJvm start(String ending) throws IOException {
		List<String> args = new ArrayList<>(List.of("--ending=" + ending));
		args.addAll(List.of(LoggingApplication.args(this.receiver)));
		return ChildJvm.start(this.directory.resolve("output"), LoggingApplication.class, args);
	}

}
