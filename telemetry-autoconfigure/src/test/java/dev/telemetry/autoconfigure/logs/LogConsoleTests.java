package dev.telemetry.autoconfigure.logs;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.telemetry.test.OtlpReceiver;
import dev.telemetry.test.ReceivedLog;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Where log records are exported, the console is byte for byte what it is where they are
 * not: as text, in colours, and in each structured format. Times, durations, ids and the
 * part of the start line that says that they are exported are left out.
 */
class LogConsoleTests {

	private static final Pattern VARYING = Pattern.compile(
			"[0-9a-f]{16,32}|\\d{4}-\\d\\d-\\d\\dT[\\d:.]+(Z|[+-]\\d\\d:\\d\\d)|\\d{3,}|\\d+\\.\\d+(?= seconds|\\))"
					+ "|(?<=timestamp\":)[\\d.]+");

	private static final Pattern START_LINE = Pattern.compile(", logs=\\{.*?} by \\w+ to otlp [^(]*\\([^)]*\\)");

	private final OtlpReceiver receiver = OtlpReceiver.http();

	@TempDir
	private Path directory;

	@AfterEach
	void close() {
		this.receiver.close();
	}

	@Test
	void isTheSameWithAndWithout() throws Exception {
		ChildJvm without = start("false");
		ChildJvm with = start("true");
		assertThat(with.exitValue()).as(with::output).isZero();
		assertThat(without.exitValue()).as(without::output).isZero();
		assertThat(START_LINE.matcher(with.output()).results()).hasSameSizeAs(ConsoleApplication.formats());
		assertThat(fixed(START_LINE.matcher(with.output()).replaceAll(""))).isEqualTo(fixed(without.output()));
		assertThat(with.output()).contains("ann", "boom", "\u001B[").doesNotContain("w-1");
		List<ReceivedLog> placed = this.receiver.logs()
			.stream()
			.filter((log) -> log.body().equals("Placed 7"))
			.toList();
		assertThat(placed).hasSameSizeAs(ConsoleApplication.formats())
			.allSatisfy((log) -> assertThat(log.attributes()).containsEntry("workflow.id", "w-1")
				.containsEntry("user", "ann")
				.containsKey("order"));
	}

	private static String fixed(String output) {
		return VARYING.matcher(output).replaceAll("0");
	}

	private ChildJvm start(String exports) throws IOException {
		List<String> args = new ArrayList<>(List.of(String.join(",", ConsoleApplication.formats())));
		args.addAll(List.of(LoggingApplication.args(this.receiver)));
		args.replaceAll(
				(arg) -> arg.startsWith("--telemetry.logs.enabled=") ? "--telemetry.logs.enabled=" + exports : arg);
		return ChildJvm.start(this.directory.resolve(exports), ConsoleApplication.class, args);
	}

}
