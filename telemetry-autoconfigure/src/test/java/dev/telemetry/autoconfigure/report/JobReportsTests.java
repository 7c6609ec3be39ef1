package dev.telemetry.autoconfigure.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;

import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;

import dev.telemetry.autoconfigure.EnableTelemetry;
import dev.telemetry.record.TelemetryRecorder;
import dev.telemetry.record.TimedJob;
import dev.telemetry.report.JobReports;
import dev.telemetry.report.ReportStore;
import dev.telemetry.test.NoTelemetryLeaks;
import dev.telemetry.worker.Worker;
import dev.telemetry.worker.Workers;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Jobs of an application without a web server, which exports nothing.
 */
@NoTelemetryLeaks
@ExtendWith(OutputCaptureExtension.class)
class JobReportsTests {

	@TempDir
	Path directory;

	private ConfigurableApplicationContext start(Class<?> configuration, String... properties) {
		SpringApplication application = new SpringApplication(configuration);
		application.setWebApplicationType(WebApplicationType.NONE);
		application.setDefaultProperties(Map.of("telemetry.enabled", "true", "telemetry.otel.exporter", "none",
				"telemetry.job.report.enabled", "true", "telemetry.job.report.directory", this.directory.toString()));
		return application.run(properties);
	}

	private List<String> reports() {
		Path jobs = this.directory.resolve("jobs");
		if (!Files.exists(jobs)) {
			return List.of();
		}
		try (var files = Files.list(jobs)) {
			return files.map((file) -> file.getFileName().toString()).sorted().toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private String summary(String name) throws IOException {
		return Files.readString(this.directory.resolve("jobs").resolve(name).resolve("summary.json"));
	}

	@Test
	void whatIsRecordedByAnnotationAndByCodeIsReportedAlthoughNothingIsKept(CapturedOutput output) throws Exception {
		try (ConfigurableApplicationContext context = start(Work.class, "--telemetry.sampling.job-ratio=0",
				"--telemetry.sampling.user-processors=kept")) {
			context.getBean(Nightly.class).run();
			context.getBean(TelemetryRecorder.class)
				.job("night", "import")
				.id("job-1")
				.run((job) -> job.measure("rows", 3));
			context.getBean(JobReports.class).finish();
			assertThat(context.getBean(MeterRegistry.class)
				.get("telemetry.job.reports")
				.tag("outcome", "written")
				.functionCounter()
				.count()).isEqualTo(2);
		}
		assertThat(reports()).hasSize(2).contains("job-1").anyMatch((name) -> name.startsWith("nightly-"));
		assertThat(summary("job-1")).contains("\"rows\": {");
		assertThat(output).contains("reports=" + this.directory + " (");
	}

	@Test
	void jobsThatAreStillRunningAtTheEndAreReportedToo() throws Exception {
		Stored stored;
		try (ConfigurableApplicationContext context = start(Storing.class)) {
			stored = context.getBean(Stored.class);
			context.getBean(TelemetryRecorder.class).job("night", "import").id("over").run((job) -> {
			});
			context.getBean(TelemetryRecorder.class).job("night", "import").id("running").start();
		}
		assertThat(reports()).containsExactly("over", "running");
		assertThat(summary("running")).contains("\"error\": \"shutdown\"");
		assertThat(stored.reports).containsExactly("over while open: true", "running while open: false");
	}

	@Test
	void jobsAreReportedAlsoIfTheThreadThatClosesTheApplicationIsInterrupted() {
		ConfigurableApplicationContext context = start(Storing.class);
		Stored stored = context.getBean(Stored.class);
		context.getBean(TelemetryRecorder.class).job("night", "import").id("over").run((job) -> {
		});
		context.getBean(TelemetryRecorder.class).job("night", "import").id("running").start();
		// As an executor does that is shut down while its task closes the application.
		context.addApplicationListener(
				(ApplicationListener<ContextClosedEvent>) (closed) -> Thread.currentThread().interrupt());
		context.close();
		assertThat(Thread.interrupted()).isTrue();
		assertThat(stored.reports).containsExactly("over while open: true", "running while open: false");
	}

	@Test
	void workOfAnExecutorThatFinishesAtTheEndIsStoredBeforeTheStoreIsClosed() {
		Stored stored;
		try (ConfigurableApplicationContext context = start(Storing.class)) {
			stored = context.getBean(Stored.class);
			TelemetryRecorder recorder = context.getBean(TelemetryRecorder.class);
			Executor executor = context.getBean("jobs", Executor.class);
			for (int i = 0; i < 3; i++) {
				String id = "queued-" + i;
				executor.execute(() -> recorder.job("night", "import").id(id).run((job) -> {
				}));
			}
		}
		assertThat(stored.reports).containsExactlyInAnyOrder("queued-0 while open: true", "queued-1 while open: true",
				"queued-2 while open: true");
	}

	@Test
	@DisabledOnOs(OS.WINDOWS)
	void spansOfAWorkerAreInTheReportOfTheJobThatRanItAlthoughNothingIsExported() throws Exception {
		String script = "t=${TRACEPARENT#00-}; t=${t%%-*}; p=${TRACEPARENT#00-*-}; p=${p%-*}; "
				+ "printf 'TELEMETRY:{\"event\":\"score\",\"measurements\":{\"duration_seconds\":0.01},\"metadata\":"
				+ "{\"span_id\":\"00000000000000a1\",\"parent_span_id\":\"%s\",\"status\":\"OK\"},\"correlation_id\":\"%s\"}\\n' "
				+ "$p $t >&2";
		try (ConfigurableApplicationContext context = start(Work.class, "--telemetry.sampling.job-ratio=0")) {
			context.getBean(TelemetryRecorder.class).job("night", "import").id("job-1").call((job) -> {
				try (Worker worker = context.getBean(Workers.class)
					.start(new ProcessBuilder("/bin/sh", "-c", script), "scoring")) {
					return worker.waitFor();
				}
			});
		}
		assertThat(summary("job-1")).contains("\"score\": {", "\"worker.run\": {");
	}

	@Test
	void aContextBelowAnotherOneEndsNothingOfItsReports() {
		try (ConfigurableApplicationContext parent = start(Work.class)) {
			SpringApplicationBuilder below = new SpringApplicationBuilder(Work.class).parent(parent)
				.web(WebApplicationType.NONE);
			try (ConfigurableApplicationContext child = below.run("--telemetry.enabled=true",
					"--telemetry.otel.exporter=none", "--telemetry.job.report.enabled=true",
					"--telemetry.job.report.directory=" + this.directory)) {
				assertThat(child.getBean(JobReports.class)).isSameAs(parent.getBean(JobReports.class));
				assertThat(child.getBeanFactory().getBeanNamesForType(JobReportsLifecycle.class)).isEmpty();
			}
			assertThat(parent.getBeanFactory().getBeanNamesForType(JobReportsLifecycle.class)).hasSize(1);
		}
	}

	@Test
	void withoutTheSwitchThereIsNothing() {
		try (ConfigurableApplicationContext context = start(Work.class, "--telemetry.job.report.enabled=false")) {
			context.getBean(Nightly.class).run();
			assertThat(context.getBeanProvider(JobReports.class).getIfAvailable()).isNull();
		}
		assertThat(reports()).isEmpty();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableTelemetry
	static class Work {

		@Bean
		Nightly nightly() {
			return new Nightly();
		}

	}

	static class Nightly {

		@TimedJob(queue = "night", type = "nightly")
		void run() {
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableTelemetry
	static class Storing {

		@Bean
		Stored stored(TelemetryRecorder recorder) {
			return new Stored(recorder);
		}

		@Bean
		ThreadPoolTaskExecutor jobs() {
			ThreadPoolTaskExecutor executor = new ThreadPoolTaskExecutor();
			executor.setCorePoolSize(1);
			executor.setWaitForTasksToCompleteOnShutdown(true);
			executor.setAwaitTerminationSeconds(20);
			return executor;
		}

	}

	/**
	 * A store that is traced, and has to be closed.
	 */
	static final class Stored implements ReportStore, AutoCloseable {

		final List<String> reports = Collections.synchronizedList(new ArrayList<>());

		private final TelemetryRecorder recorder;

		private volatile boolean open = true;

		Stored(TelemetryRecorder recorder) {
			this.recorder = recorder;
		}

		@Override
		public void store(Path report, @Nullable String jobId) {
			this.recorder.externalCall("store", "put")
				.run((call) -> this.reports.add(jobId + " while open: " + this.open));
		}

		@Override
		public void close() {
			this.open = false;
		}

	}

}
