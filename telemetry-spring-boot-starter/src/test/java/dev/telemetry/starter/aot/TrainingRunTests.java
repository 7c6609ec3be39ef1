package dev.telemetry.starter.aot;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import dev.telemetry.starter.application.TrainingMain;
import dev.telemetry.starter.process.ChildProcess;
import dev.telemetry.starter.process.ClassPath;
import dev.telemetry.test.OtlpReceiver;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A start that ends at refresh, to train a cache of classes, with all on that could begin
 * something.
 */
@EnabledOnOs(value = OS.LINUX, disabledReason = "It looks into /proc")
class TrainingRunTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(60);

	private static final ClassPath CLASS_PATH = ClassPath.of("org.springframework.boot:spring-boot-starter-webmvc",
			ClassPath.STARTER);

	@TempDir
	private static Path folder;

	private static List<String> output = List.of();

	private static int requests;

	private static long endedMillis;

	@BeforeAll
	static void train() throws Exception {
		try (OtlpReceiver receiver = OtlpReceiver.http()) {
			output = new ChildProcess("training-run", CLASS_PATH, List.of("-Dspring.context.exit=onRefresh"),
					TrainingMain.class,
					List.of("--telemetry.enabled=true", "--telemetry.otel.exporter=otlp,file",
							"--telemetry.otel.endpoint=" + receiver.endpoint() + "/v1/traces",
							"--telemetry.otel.file.path=" + folder.resolve("spans.jsonl"),
							"--telemetry.export.spool.enabled=true",
							"--telemetry.export.spool.directory=" + folder.resolve("spool"),
							"--telemetry.logs.enabled=true", "--telemetry.viewer.enabled=true",
							"--telemetry.job.report.enabled=true",
							"--telemetry.job.report.directory=" + folder.resolve("reports"),
							"--telemetry.job.heartbeat=1s", "--telemetry.sampling.target-traces-per-minute=100",
							"--telemetry.budget.spans-per-minute=1000", "--server.port=0"))
				.run(TIMEOUT);
			endedMillis = System.currentTimeMillis();
			requests = receiver.attempts();
		}
	}

	@Test
	void noThreadRuns() {
		assertThat(output).contains(TrainingMain.THREAD + "main")
			.noneMatch((line) -> line.startsWith(TrainingMain.THREAD + "telemetry-")
					|| line.startsWith(TrainingMain.THREAD + "OkHttp"));
	}

	@Test
	void noSocketIsOpenAndNothingWasSent() {
		assertThat(output).noneMatch((line) -> line.startsWith(TrainingMain.SOCKET));
		assertThat(requests).isZero();
	}

	@Test
	void noFileIsWritten() {
		assertThat(folder).isEmptyDirectory();
	}

	@Test
	void itSaysWhatIsOnAndEndsAtOnce() {
		assertThat(output).anyMatch((line) -> line.contains("Telemetry is on"))
			.noneMatch((line) -> line.contains(" WARN ") || line.contains("Started TrainingMain"));
		String refreshed = output.get(output.size() - 1);
		assertThat(refreshed).startsWith(TrainingMain.REFRESHED);
		long millis = Long.parseLong(refreshed.substring(TrainingMain.REFRESHED.length()));
		assertThat(endedMillis - millis).isLessThan(TIMEOUT.toMillis() / 4);
	}

}
