package dev.telemetry.autoconfigure.logs;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.telemetry.test.OtlpReceiver;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application that DevTools restarts, on a class path of its own.
 */
@Tag("devtools")
class DevToolsLogTests {

	@Test
	void afterARestartThereIsOneAppenderAndNoRecordWasExportedTwice(@TempDir Path directory) throws Exception {
		try (OtlpReceiver receiver = OtlpReceiver.http()) {
			List<String> args = new ArrayList<>(List
				.of(LoggingApplication.args(receiver, "--ending=quiet", "--telemetry.export.queue-size=100000")));
			ChildJvm process = ChildJvm.start(directory.resolve("output"), RestartedApplication.class, args);
			assertThat(process.exitValue()).as(process::output).isZero();
			List<String> bodies = receiver.logs().stream().map((log) -> log.body().toString()).toList();
			assertThat(bodies).as(process::output)
				.containsOnlyOnce("Run 1 of RestartClassLoader with 1 appender",
						"Run 2 of RestartClassLoader with 1 appender", "Run 3 of RestartClassLoader with 1 appender");
			assertThat(bodies.stream().filter((body) -> body.startsWith("busy"))).hasSizeGreaterThan(100)
				.doesNotHaveDuplicates();
		}
	}

}
