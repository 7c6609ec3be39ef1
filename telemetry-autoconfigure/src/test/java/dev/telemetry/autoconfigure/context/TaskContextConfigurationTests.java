package dev.telemetry.autoconfigure.context;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;
import org.springframework.boot.autoconfigure.task.TaskSchedulingAutoConfiguration;
import org.springframework.boot.task.SimpleAsyncTaskExecutorBuilder;
import org.springframework.boot.task.SimpleAsyncTaskExecutorCustomizer;
import org.springframework.boot.task.ThreadPoolTaskExecutorBuilder;
import org.springframework.boot.task.ThreadPoolTaskExecutorCustomizer;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.core.task.TaskDecorator;
import org.springframework.scheduling.concurrent.ConcurrentTaskExecutor;
import org.springframework.scheduling.concurrent.SimpleAsyncTaskScheduler;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;
import org.springframework.test.util.ReflectionTestUtils;

import dev.telemetry.autoconfigure.TelemetryAutoConfiguration;
import dev.telemetry.autoconfigure.TracingState;
import dev.telemetry.health.ContextLeaks;
import dev.telemetry.health.InternalFailures;
import dev.telemetry.test.TelemetryLeakCheck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * The trace goes along to executors, and no decorator is lost for that.
 */
@ExtendWith(TelemetryLeakCheck.class)
class TaskContextConfigurationTests {

	private static final AutoConfigurations EXECUTORS = AutoConfigurations.of(TaskExecutionAutoConfiguration.class,
			TaskSchedulingAutoConfiguration.class);

	private final SpanContext span = SpanContext.create("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331",
			TraceFlags.getSampled(), TraceState.getDefault());

	private final List<String> decorated = new CopyOnWriteArrayList<>();

	private final TaskDecorator decorator = (task) -> () -> {
		this.decorated.add(Span.current().getSpanContext().getTraceId());
		task.run();
	};

	private final ApplicationContextRunner runner = new ApplicationContextRunner().withConfiguration(EXECUTORS)
		.withConfiguration(
				AutoConfigurations.of(TelemetryAutoConfiguration.class, TelemetryContextAutoConfiguration.class))
		.withPropertyValues("telemetry.enabled=true");

	@ParameterizedTest
	@MethodSource
	void theTraceGoesAlongAndWhatDecoratesTasksRunsWithinIt(Source source, Kind kind) {
		source.decorating.apply(this).run((context) -> assertBoth(source, kind.executor(context)));
	}

	static Stream<Arguments> theTraceGoesAlongAndWhatDecoratesTasksRunsWithinIt() {
		return Arrays.stream(Source.values())
			.flatMap((source) -> Arrays.stream(Kind.values()).map((kind) -> arguments(source, kind)));
	}

	@EnabledForJreRange(min = JRE.JAVA_21)
	@ParameterizedTest
	@EnumSource(Source.class)
	void virtualThreadsHaveBoth(Source source) {
		source.decorating.apply(this)
			.withPropertyValues("spring.threads.virtual.enabled=true")
			.run((context) -> assertBoth(source,
					context.getBean("applicationTaskExecutor", SimpleAsyncTaskExecutor.class)));
	}

	@Test
	void anExecutorOfTheApplicationWithADecoratorOfItsOwnHasBoth() {
		this.runner.run((context) -> {
			ThreadPoolTaskExecutor executor = context.getBean(ThreadPoolTaskExecutorBuilder.class)
				.taskDecorator(this.decorator)
				.build();
			executor.initialize();
			try {
				assertThat(submit(executor)).isEqualTo(this.span);
				assertThat(this.decorated).containsExactly(this.span.getTraceId());
			}
			finally {
				executor.shutdown();
			}
		});
	}

	@Test
	void whatComesAfterTheBuilderStandsAlone() {
		this.runner.run((context) -> {
			SimpleAsyncTaskExecutor executor = context.getBean(SimpleAsyncTaskExecutorBuilder.class)
				.additionalCustomizers((late) -> late.setTaskDecorator(this.decorator))
				.build();
			assertThat(submit(executor).isValid()).isFalse();
			assertThat(this.decorated).hasSize(1);
		});
	}

	static Stream<Supplier<AsyncTaskExecutor>> ownExecutors() {
		return Stream.of(() -> {
			ThreadPoolTaskExecutor executor = new ThreadPoolTaskExecutor();
			executor.setCorePoolSize(1);
			return executor;
		}, () -> new ConcurrentTaskExecutor(Executors.newSingleThreadExecutor((task) -> {
			Thread thread = new Thread(task);
			thread.setDaemon(true);
			return thread;
		})));
	}

	@ParameterizedTest
	@MethodSource("ownExecutors")
	void whatATaskLeavesOpenInAPoolOfTheApplicationIsRestoredAndNothingIsCarriedThere(Supplier<AsyncTaskExecutor> own) {
		this.runner.withBean("own", AsyncTaskExecutor.class, own).run((context) -> {
			AsyncTaskExecutor executor = context.getBean("own", AsyncTaskExecutor.class);
			assertThat(submit(executor).isValid()).isFalse();
			executor.submit(() -> Context.root().with(Span.wrap(this.span)).makeCurrent()).get(10, TimeUnit.SECONDS);
			assertThat(executor.submit(Context::current).get(10, TimeUnit.SECONDS)).isSameAs(Context.root());
			assertThat(context.getBean(ContextLeaks.class).count()).isOne();
		});
	}

	@Test
	void whatHandlesRejectedTasksOfAPoolOfTheApplicationSeesWhatWasSubmitted() {
		List<Runnable> rejected = new CopyOnWriteArrayList<>();
		this.runner.withBean("own", ThreadPoolTaskExecutor.class, () -> {
			ThreadPoolTaskExecutor executor = new ThreadPoolTaskExecutor();
			executor.setRejectedExecutionHandler((task, pool) -> rejected.add(task));
			return executor;
		}).run((context) -> {
			ThreadPoolTaskExecutor executor = context.getBean("own", ThreadPoolTaskExecutor.class);
			executor.getThreadPoolExecutor().shutdown();
			Runnable task = () -> {
			};
			executor.execute(task);
			Future<?> future = executor.submit(task);
			assertThat(rejected).containsExactly(task, (Runnable) future);
		});
	}

	@Test
	void aTaskThatAFullPoolLeavesToItsSubmitterKeepsAContextWhoseSpanHasEnded() {
		ContextLeaks leaks = new ContextLeaks();
		Span ended = SdkTracerProvider.builder().build().get("test").spanBuilder("request").startSpan();
		ended.end();
		try (Scope scope = ended.makeCurrent()) {
			new ContextTaskDecorator(null, ContextTaskDecorator.Origin.SUBMITTER,
					() -> new ContextTaskDecorator.Tools(null, leaks))
				.decorate(() -> assertThat(Span.current()).isSameAs(ended))
				.run();
			assertThat(Span.current()).isSameAs(ended);
		}
		assertThat(leaks.count()).isZero();
	}

	@ParameterizedTest
	@EnumSource(Kind.class)
	void aTaskWithoutATraceIsOnlyDecoratedAsItWas(Kind kind) {
		this.runner.run((context) -> {
			AsyncTaskExecutor executor = kind.executor(context);
			submit(executor);
			assertThat(executor.submit(() -> Span.current().getSpanContext()).get(10, TimeUnit.SECONDS).isValid())
				.isFalse();
			assertThat(executor.submit(Context::current).get(10, TimeUnit.SECONDS)).isSameAs(Context.root());
		});
	}

	@Test
	void aBuilderThatWasSeenTwiceCarriesTheTraceOnce() {
		this.runner.run((context) -> {
			TaskContext twice = new TaskContext(() -> context.getBean(TracingState.class), () -> null,
					() -> context.getBean(ContextLeaks.class), InternalFailures::new);
			SimpleAsyncTaskExecutor executor = context.getBean(SimpleAsyncTaskExecutorBuilder.class)
				.additionalCustomizers(twice)
				.build();
			assertThat(decoratorOf(executor)).isInstanceOfSatisfying(ContextTaskDecorator.class,
					(once) -> assertThat(once.inner()).isNull());
		});
	}

	@ParameterizedTest
	@EnumSource(Kind.class)
	void withoutTracingExecutorsStayAsTheyAre(Kind kind) {
		new ApplicationContextRunner().withConfiguration(EXECUTORS)
			.withUserConfiguration(TaskContextConfiguration.class)
			.withBean(TracingState.class, () -> new TracingState(false, false))
			.run((context) -> assertThat(decoratorOf(kind.executor(context))).isNull());
		this.runner.withPropertyValues("telemetry.enabled=false")
			.run((context) -> assertThat(decoratorOf(kind.executor(context))).isNull());
	}

	@Test
	void schedulersAndOtherSubclassesStayAsTheyAre() {
		this.runner.run((context) -> {
			try (SimpleAsyncTaskScheduler scheduler = context.getBean(SimpleAsyncTaskExecutorBuilder.class)
				.configure(new SimpleAsyncTaskScheduler())) {
				assertThat(decoratorOf(scheduler)).isNull();
			}
			assertThat(
					decoratorOf(context.getBean(ThreadPoolTaskExecutorBuilder.class).configure(new OrderedExecutor())))
				.isNull();
		});
	}

	@Test
	void anExecutorThatCannotBeReadStaysAsItIsAndThatIsCounted() {
		InternalFailures failures = new InternalFailures();
		new ApplicationContextRunner().withConfiguration(EXECUTORS)
			.withUserConfiguration(TaskContextConfiguration.class)
			.withBean(InternalFailures.class, () -> failures)
			.withBean(TracingState.class, () -> {
				throw new IllegalStateException("broken");
			}, (definition) -> definition.setLazyInit(true))
			.run((context) -> {
				assertThat(decoratorOf(Kind.SIMPLE.executor(context))).isNull();
				assertThat(failures.count()).isPositive();
			});
	}

	@Test
	void aNativeImageKnowsTheFieldsThatAreRead() {
		RuntimeHints hints = new RuntimeHints();
		new TaskContextConfiguration.Hints().registerHints(hints, null);
		assertThat(RuntimeHintsPredicates.reflection().onFieldAccess(ThreadPoolTaskExecutor.class, "taskDecorator"))
			.accepts(hints);
		assertThat(RuntimeHintsPredicates.reflection().onFieldAccess(SimpleAsyncTaskExecutor.class, "taskDecorator"))
			.accepts(hints);
	}

	private void assertBoth(Source source, AsyncTaskExecutor executor) throws Exception {
		assertThat(submit(executor)).isEqualTo(this.span);
		assertThat(this.decorated).isEqualTo((source != Source.NONE) ? List.of(this.span.getTraceId()) : List.of());
	}

	private ApplicationContextRunner builders() {
		return this.runner
			.withBean(ThreadPoolTaskExecutorBuilder.class,
					() -> new ThreadPoolTaskExecutorBuilder().taskDecorator(this.decorator))
			.withBean(SimpleAsyncTaskExecutorBuilder.class,
					() -> new SimpleAsyncTaskExecutorBuilder().taskDecorator(this.decorator));
	}

	private ApplicationContextRunner customizers() {
		return this.runner
			.withBean(ThreadPoolTaskExecutorCustomizer.class,
					() -> (executor) -> executor.setTaskDecorator(this.decorator))
			.withBean(SimpleAsyncTaskExecutorCustomizer.class,
					() -> (executor) -> executor.setTaskDecorator(this.decorator));
	}

	private SpanContext submit(AsyncTaskExecutor executor) throws Exception {
		try (Scope scope = Span.wrap(this.span).makeCurrent()) {
			return executor.submit(() -> Span.current().getSpanContext()).get(10, TimeUnit.SECONDS);
		}
	}

	private static TaskDecorator decoratorOf(Object executor) {
		return (TaskDecorator) ReflectionTestUtils.getField(executor, "taskDecorator");
	}

	private enum Kind {

		POOL {

			@Override
			AsyncTaskExecutor executor(ApplicationContext context) {
				return context.getBean("applicationTaskExecutor", ThreadPoolTaskExecutor.class);
			}

		},

		SIMPLE {

			@Override
			AsyncTaskExecutor executor(ApplicationContext context) {
				return context.getBean(SimpleAsyncTaskExecutorBuilder.class).build();
			}

		};

		abstract AsyncTaskExecutor executor(ApplicationContext context);

	}

	private enum Source {

		NONE((test) -> test.runner),

		BEAN((test) -> test.runner.withBean("own", TaskDecorator.class, () -> test.decorator)),

		BUILDER(TaskContextConfigurationTests::builders),

		CUSTOMIZER(TaskContextConfigurationTests::customizers);

		private final Function<TaskContextConfigurationTests, ApplicationContextRunner> decorating;

		Source(Function<TaskContextConfigurationTests, ApplicationContextRunner> decorating) {
			this.decorating = decorating;
		}

	}

	@SuppressWarnings("serial")
	private static final class OrderedExecutor extends ThreadPoolTaskExecutor {

	}

}
