package dev.telemetry.autoconfigure.job;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Scope;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.core.task.TaskDecorator;

import dev.telemetry.autoconfigure.TelemetryAutoConfiguration;
import dev.telemetry.test.TelemetryLeakCheck;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(TelemetryLeakCheck.class)
class TelemetryTaskAutoConfigurationTests {

	private final Span span = Span.wrap(SpanContext.create("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331",
			TraceFlags.getSampled(), TraceState.getDefault()));

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(TelemetryAutoConfiguration.class, TelemetryTaskAutoConfiguration.class,
				TaskExecutionAutoConfiguration.class))
		.withPropertyValues("telemetry.enabled=true");

	@Test
	void aTaskRunsInTheTraceOfWhoSubmittedIt() {
		this.runner.run((context) -> {
			AsyncTaskExecutor executor = context.getBean(AsyncTaskExecutor.class);
			assertThat(traceIdOf(submitInSpan(executor))).isEqualTo(this.span.getSpanContext().getTraceId());
		});
	}

	@Test
	void aTaskThatNobodyTracesHasNoTraceEvenOnTheSameThread() {
		this.runner.withPropertyValues("spring.task.execution.pool.core-size=1").run((context) -> {
			AsyncTaskExecutor executor = context.getBean(AsyncTaskExecutor.class);
			submitInSpan(executor).get(10, TimeUnit.SECONDS);
			assertThat(submit(executor).get(10, TimeUnit.SECONDS).isValid()).isFalse();
		});
	}

	@Test
	void theApplicationsDecoratorIsAppliedToo() {
		AtomicInteger decorated = new AtomicInteger();
		this.runner.withBean("mine", TaskDecorator.class, () -> (task) -> {
			decorated.incrementAndGet();
			return task;
		}).run((context) -> {
			AsyncTaskExecutor executor = context.getBean(AsyncTaskExecutor.class);
			assertThat(traceIdOf(submitInSpan(executor))).isEqualTo(this.span.getSpanContext().getTraceId());
			assertThat(decorated).hasValue(1);
		});
	}

	@Test
	void promDecoratesNothing() {
		this.runner.withPropertyValues("telemetry.backend=prom")
			.run((context) -> assertThat(context).doesNotHaveBean(TaskDecorator.class));
	}

	@Test
	void backsOffWithoutOpenTelemetry() {
		this.runner.withClassLoader(new FilteredClassLoader("io.opentelemetry"))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(TaskDecorator.class));
	}

	private CompletableFuture<SpanContext> submitInSpan(AsyncTaskExecutor executor) {
		try (Scope scope = this.span.makeCurrent()) {
			return submit(executor);
		}
	}

	private static CompletableFuture<SpanContext> submit(AsyncTaskExecutor executor) {
		return executor.submitCompletable(() -> Span.current().getSpanContext());
	}

	private static String traceIdOf(CompletableFuture<SpanContext> submitted) throws Exception {
		return submitted.get(10, TimeUnit.SECONDS).getTraceId();
	}

}
