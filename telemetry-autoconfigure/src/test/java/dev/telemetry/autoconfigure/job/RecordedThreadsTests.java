package dev.telemetry.autoconfigure.job;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import io.micrometer.tracing.Tracer;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.slf4j.MDC;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.scheduling.annotation.EnableScheduling;

import dev.telemetry.record.Recording;
import dev.telemetry.record.TelemetryRecorder;
import dev.telemetry.test.NoTelemetryLeaks;
import dev.telemetry.test.RecordedSpans;

import static dev.telemetry.test.TelemetryAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whose child a call is on another thread, and that nothing stays there.
 */
@NoTelemetryLeaks
class RecordedThreadsTests {

	private final RecordedSpans spans = new RecordedSpans();

	@Test
	void onSpringsExecutorACallIsBelowItsJob() {
		callsAreBelowTheirJobs();
	}

	@Test
	@EnabledForJreRange(min = JRE.JAVA_21)
	void onVirtualThreadsACallIsBelowItsJob() {
		callsAreBelowTheirJobs("--spring.threads.virtual.enabled=true");
	}

	@Test
	void whatIsEnteredOnAnotherThreadIsWhatMicrometerSees() throws Exception {
		try (ConfigurableApplicationContext context = RecordedApplication.run(this.spans, Threads.class)) {
			TelemetryRecorder recorder = context.getBean(TelemetryRecorder.class);
			Tracer tracer = context.getBean(Tracer.class);
			io.micrometer.tracing.Span outer = tracer.nextSpan().start();
			Recording job;
			try (Tracer.SpanInScope ignored = tracer.withSpan(outer)) {
				job = recorder.job("q", "t").start();
			}
			String seen = CompletableFuture.supplyAsync(() -> {
				try (Scope ignored = job.enter()) {
					io.micrometer.tracing.Span current = tracer.currentSpan();
					return (current != null) ? current.context().spanId() : "none";
				}
			}, Executors.newSingleThreadExecutor((work) -> {
				Thread thread = new Thread(work);
				thread.setDaemon(true);
				return thread;
			})).get(10, TimeUnit.SECONDS);
			assertThat(seen).isEqualTo(job.spanId());
			job.succeed();
			outer.end();
		}
	}

	private void callsAreBelowTheirJobs(String... args) {
		try (ConfigurableApplicationContext context = RecordedApplication.run(this.spans, Threads.class, args)) {
			TelemetryRecorder recorder = context.getBean(TelemetryRecorder.class);
			AsyncTaskExecutor executor = context.getBean("applicationTaskExecutor", AsyncTaskExecutor.class);
			List<CompletableFuture<?>> work = new ArrayList<>();
			ConcurrentLinkedQueue<Boolean> logged = new ConcurrentLinkedQueue<>();
			for (int i = 0; i < 50; i++) {
				String type = "t" + i;
				work.add(
						recorder.job("q", type)
							.callAsync((job) -> CompletableFuture.runAsync(
									() -> recorder.externalCall("s", type)
										.run((call) -> logged.add(call.spanId().equals(MDC.get("span_id")))),
									executor)));
			}
			CompletableFuture.allOf(work.toArray(new CompletableFuture<?>[0])).orTimeout(10, TimeUnit.SECONDS).join();
			this.spans.await(100);
			assertThat(logged).hasSize(50).containsOnly(true);
			for (SpanData call : this.spans.named("external.api.call")) {
				SpanData job = this.spans.awaitSpan((span) -> span.getName().equals("job.run")
						&& attribute(span, "job.type").equals(attribute(call, "external.operation")));
				assertThat(call).hasParent(job);
			}
			assertThat(CompletableFuture.supplyAsync(recorder::logContext, executor)
				.orTimeout(10, TimeUnit.SECONDS)
				.join()).isEmpty();
		}
	}

	private static Object attribute(SpanData span, String key) {
		return span.getAttributes()
			.asMap()
			.entrySet()
			.stream()
			.filter((entry) -> entry.getKey().getKey().equals(key))
			.map(Map.Entry::getValue)
			.findFirst()
			.orElseThrow();
	}

	@Test
	void whatASchedulerRunsLaterIsNoPartOfWhoScheduledIt() {
		try (ConfigurableApplicationContext context = RecordedApplication.run(this.spans, Threads.class)) {
			TelemetryRecorder recorder = context.getBean(TelemetryRecorder.class);
			TaskScheduler scheduler = context.getBean(TaskScheduler.class);
			recorder.job("q", "t").run((job) -> scheduler.schedule(() -> recorder.externalCall("s", "o").run((call) -> {
			}), scheduler.getClock().instant()));
			SpanData task = this.spans.awaitSpan(
					(span) -> span.getName().equals("job.run") && attribute(span, "queue.name").equals("scheduled"));
			assertThat(task).isRoot();
			assertThat(this.spans.single("external.api.call")).hasParent(task);
		}
	}

	@Test
	void anExecutorWithoutADecoratorStartsAnew() {
		try (ConfigurableApplicationContext context = RecordedApplication.run(this.spans, Threads.class)) {
			TelemetryRecorder recorder = context.getBean(TelemetryRecorder.class);
			SimpleAsyncTaskExecutor executor = new SimpleAsyncTaskExecutor("own-");
			recorder.job("q", "t")
				.run((job) -> CompletableFuture.runAsync(() -> recorder.externalCall("s", "o").run((call) -> {
				}), executor).orTimeout(10, TimeUnit.SECONDS).join());
			assertThat(this.spans.single("external.api.call")).isRoot();
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAsync
	@EnableScheduling
	static class Threads {

	}

}
