package dev.telemetry.autoconfigure.job;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.CommandLineRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import dev.telemetry.autoconfigure.EnableTelemetry;
import dev.telemetry.record.TelemetryRecorder;
import dev.telemetry.test.NoTelemetryLeaks;
import dev.telemetry.test.OtlpReceiver;
import dev.telemetry.test.ReceivedSpan;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application without a web server that runs one job and ends.
 */
@NoTelemetryLeaks
class ShortLivedApplicationTests {

	@Test
	void itsJobAndItsCallsArriveAndTheJvmExits(@TempDir Path folder) throws Exception {
		try (OtlpReceiver receiver = OtlpReceiver.http()) {
			Path output = folder.resolve("batch.log");
			Process batch = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
					"-Xmx256m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp",
					System.getProperty("java.class.path"), BatchMain.class.getName(), "--telemetry.enabled=true",
					"--telemetry.otel.endpoint=" + receiver.endpoint(), "--telemetry.otel.protocol=http")
				.redirectErrorStream(true)
				.redirectOutput(output.toFile())
				.start();
			try {
				assertThat(batch.waitFor(60, TimeUnit.SECONDS)).isTrue();
				assertThat(batch.exitValue()).as(() -> read(output)).isZero();
			}
			finally {
				batch.destroyForcibly();
			}
			ReceivedSpan job = receiver.awaitSpan((span) -> span.name().equals("job.run"));
			ReceivedSpan call = receiver.awaitSpan((span) -> span.name().equals("external.api.call"));
			assertThat(job.parentSpanId()).isEmpty();
			assertThat(job.attributes()).containsEntry("job.type", "import");
			assertThat(call.parentSpanId()).isEqualTo(job.spanId());
		}
	}

	private static String read(Path file) {
		try {
			return Files.readString(file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableTelemetry
	static class Batch {

		@Bean
		CommandLineRunner runner(TelemetryRecorder recorder) {
			return (args) -> recorder.job("batch", "import")
				.run((job) -> recorder.externalCall("warehouse", "stock").run((call) -> {
				}));
		}

	}

}
