package dev.telemetry.autoconfigure.job;

import java.io.BufferedReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import io.opentelemetry.sdk.trace.data.SpanData;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import dev.telemetry.record.Recording;
import dev.telemetry.record.TelemetryRecorder;
import dev.telemetry.test.NoTelemetryLeaks;
import dev.telemetry.test.OtlpReceiver;
import dev.telemetry.test.ReceivedSpan;
import dev.telemetry.test.RecordedSpans;

import static dev.telemetry.test.TelemetryAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * A job that the end of the application cuts off is a failed job, and arrives.
 */
@NoTelemetryLeaks
class CutOffJobsTests {

	private final RecordedSpans spans = new RecordedSpans();

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void aJobThatASignalOrAnExitCutsOffHasFailed(boolean exits) throws Exception {
		try (OtlpReceiver receiver = OtlpReceiver.http()) {
			List<String> command = new ArrayList<>(
					List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx256m",
							"-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp", System.getProperty("java.class.path"),
							CutOffMain.class.getName(), "--telemetry.enabled=true",
							"--telemetry.otel.endpoint=" + receiver.endpoint(), "--telemetry.otel.protocol=http"));
			if (exits) {
				command.add(CutOffMain.EXIT);
			}
			Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
			try (BufferedReader output = process.inputReader()) {
				CompletableFuture<String> rest = CompletableFuture
					.supplyAsync(() -> awaitRunning(output, (exits) ? null : process));
				assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
				assertThat(process.exitValue()).as(rest.get(10, TimeUnit.SECONDS)).isEqualTo((exits) ? 3 : 143);
			}
			finally {
				process.destroyForcibly();
			}
			ReceivedSpan job = receiver.awaitSpan((span) -> span.name().equals("job.run"));
			assertThat(job.attributes()).containsEntry("error.type", "shutdown")
				.containsEntry("job.success", false)
				.containsEntry("job.type", "import")
				.containsEntry("rows", 7L);
			assertThat(receiver.awaitSpan((span) -> span.name().equals("step1")).parentSpanId())
				.isEqualTo(job.spanId());
		}
	}

	private static String awaitRunning(BufferedReader output, @Nullable Process process) {
		StringBuilder seen = new StringBuilder();
		output.lines().forEach((line) -> {
			seen.append(line).append('\n');
			if (process != null && line.contains(CutOffMain.RUNNING)) {
				process.toHandle().destroy();
			}
		});
		return seen.toString();
	}

	@Test
	void aJobThatStillRunsWhenTheContextIsClosedHasFailedAndGoesOnUnharmed() throws Exception {
		ExecutorService thread = Executors.newSingleThreadExecutor();
		CountDownLatch started = new CountDownLatch(1);
		CountDownLatch closed = new CountDownLatch(1);
		CompletableFuture<Void> job;
		try (ConfigurableApplicationContext context = RecordedApplication.run(this.spans, Nothing.class,
				"--telemetry.failure-mode=propagate")) {
			TelemetryRecorder recorder = context.getBean(TelemetryRecorder.class);
			job = CompletableFuture.runAsync(() -> recorder.job("q", "t").run((recording) -> {
				started.countDown();
				await(closed);
				recording.attribute("late", true);
				recording.succeed();
			}), thread);
			await(started);
		}
		closed.countDown();
		job.get(30, TimeUnit.SECONDS);
		thread.shutdown();
		assertThat(thread.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
		SpanData span = this.spans.single("job.run");
		assertThat(span).isError().hasAttribute("error.type", "shutdown").hasNoAttribute("late");
	}

	@Test
	void aJobThatABeanWaitsForWhileItIsDestroyedSucceeds() {
		try (ConfigurableApplicationContext context = RecordedApplication.run(this.spans, Waiting.class)) {
			context.getBean(Waiting.class).job = context.getBean(TelemetryRecorder.class).job("q", "t").start();
		}
		assertThat(this.spans.single("job.run")).isNotError().hasAttribute("job.success", true);
	}

	@Test
	void aChildContextEndsNothingOfItsParent() {
		try (ConfigurableApplicationContext context = RecordedApplication.run(this.spans, Nothing.class)) {
			Recording job = context.getBean(TelemetryRecorder.class).job("q", "t").start();
			new SpringApplicationBuilder(RecordedApplication.Base.class).parent(context)
				.web(WebApplicationType.NONE)
				.run("--telemetry.enabled=true", "--telemetry.otel.exporter=none")
				.close();
			assertThat(this.spans.named("job.run")).isEmpty();
			job.succeed();
		}
		assertThat(this.spans.single("job.run")).hasAttribute("job.success", true);
	}

	private static void await(CountDownLatch latch) {
		try {
			assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Configuration(proxyBeanMethods = false)
	static class Nothing {

	}

	@Configuration(proxyBeanMethods = false)
	static class Waiting {

		volatile Recording job;

		@Bean
		DisposableBean waits() {
			return () -> this.job.succeed();
		}

	}

}
