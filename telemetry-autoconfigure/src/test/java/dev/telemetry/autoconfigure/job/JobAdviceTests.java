package dev.telemetry.autoconfigure.job;

import java.time.Duration;
import java.util.concurrent.Executors;

import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.aop.support.AopUtils;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.samples.telemetry.SampleJob;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.concurrent.ConcurrentTaskScheduler;
import org.springframework.scheduling.concurrent.SimpleAsyncTaskScheduler;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;
import org.springframework.scheduling.support.ScheduledMethodRunnable;

import dev.telemetry.autoconfigure.EnableTelemetry;
import dev.telemetry.test.RecordedSpans;

import static dev.telemetry.test.TelemetryAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Each run is recorded once, to its end, and under a name of its own, whatever the bean
 * and the method are. Runs are started as the scheduler starts them.
 */
@ExtendWith(OutputCaptureExtension.class)
class JobAdviceTests {

	private static final Duration SOON = Duration.ofSeconds(10);

	private static final RecordedSpans SPANS = new RecordedSpans();

	private static ConfigurableApplicationContext context;

	@BeforeAll
	static void start() {
		SpringApplication application = new SpringApplication(Application.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		application.addInitializers((initialized) -> initialized.getBeanFactory()
			.registerSingleton("processor", SimpleSpanProcessor.create(SPANS)));
		context = application.run("--telemetry.enabled=true", "--telemetry.otel.exporter=none",
				"--telemetry.sampling.enabled=false", "--telemetry.sampling.ratio=1.0",
				"--spring.main.allow-circular-references=true");
	}

	@AfterAll
	static void stop() {
		context.close();
	}

	@BeforeEach
	void clear() {
		SPANS.clear();
	}

	@Test
	void aMethodThatIsInheritedFromAHiddenClassIsRecorded() {
		bean(AdvisedBeans.Night.class).work();
		assertThat(SPANS.single("job.run")).hasAttribute("job.type", "AdvisedBeans.Night.work");
	}

	@Test
	void aMethodOfAGenericHierarchyIsRecordedOnce() {
		AdvisedBeans.Handler<String> handler = bean(AdvisedBeans.Texts.class);
		handler.handle("text");
		assertThat(SPANS.spans()).hasSize(1);
	}

	@Test
	void aBeanOfTheApplicationMayLiveBelowAPackageOfSpring() {
		bean(SampleJob.class).work();
		assertThat(SPANS.single("job.run")).hasAttribute("job.type", "SampleJob.work");
	}

	@Test
	void aBeanInACycleIsRecordedOnceWithAndWithoutItsProxy() {
		AdvisedBeans.SelfInjected raw = (AdvisedBeans.SelfInjected) AopProxyUtils
			.getSingletonTarget(bean(AdvisedBeans.SelfInjected.class));
		run(raw, "work");
		assertThat(SPANS.single("job.run")).hasAttribute("queue.name", "self");
		SPANS.clear();
		raw.self().work();
		assertThat(SPANS.single("job.run")).hasAttribute("queue.name", "self");
	}

	@Test
	void aRunOfABeanThatIsTakenOutOfItsProxyIsRecordedOnceWithAndWithoutIt() {
		AdvisedBeans.Ordinary ordinary = bean(AdvisedBeans.Ordinary.class);
		assertThat(AopUtils.isAopProxy(ordinary)).isTrue();
		run(ordinary, "work");
		assertThat(SPANS.single("job.run")).hasAttribute("queue.name", "ordinary").hasAttribute("job.success", true);
		SPANS.clear();
		run(AopProxyUtils.getSingletonTarget(ordinary), "work");
		assertThat(SPANS.single("job.run")).hasAttribute("queue.name", "ordinary").hasAttribute("job.success", true);
		SPANS.clear();
		assertThatException().isThrownBy(() -> run(AopProxyUtils.getSingletonTarget(ordinary), "fail"));
		assertThat(SPANS.single("job.run")).isError().hasAttribute("queue.name", "ordinary");
	}

	@Test
	void ofAScheduledAsynchronousMethodTheWorkIsTheJob(CapturedOutput output) {
		run(bean(AdvisedBeans.Background.class), "work");
		SpanData job = SPANS.awaitSpan((span) -> span.getName().equals("job.run"));
		assertThat(job).isError()
			.hasException(IllegalStateException.class, "late")
			.hasAttribute("queue.name", "scheduled")
			.hasAttribute("job.type", "AdvisedBeans.Background.work");
		assertThat(SPANS.spans()).hasSize(1);
		awaitLine(output, "Unexpected exception occurred invoking async method", job);
	}

	@Test
	void theLineOfTheSchedulerAboutAFailureHasTheIdsOfTheRun(CapturedOutput output) {
		ThreadPoolTaskScheduler scheduler = bean(ThreadPoolTaskScheduler.class);
		ScheduledMethodRunnable run = scheduled(new Failing(), "fail");
		scheduler.scheduleWithFixedDelay(run, Duration.ofHours(1));
		awaitLine(output, "Unexpected error occurred in scheduled task",
				SPANS.awaitSpan((span) -> span.getName().equals("job.run")));
	}

	@ParameterizedTest
	@ValueSource(classes = { SimpleAsyncTaskScheduler.class, ConcurrentTaskScheduler.class })
	void soHasThatOfOtherSchedulers(Class<? extends TaskScheduler> type, CapturedOutput output) {
		bean(type).scheduleAtFixedRate(scheduled(new Failing(), "fail"), Duration.ofHours(1));
		awaitLine(output, "Unexpected error occurred in scheduled task",
				SPANS.awaitSpan((span) -> span.getName().equals("job.run")));
	}

	private static void awaitLine(CapturedOutput output, String text, SpanData job) {
		Awaitility.await()
			.atMost(SOON)
			.until(() -> output.toString()
				.lines()
				.anyMatch((line) -> line.contains(text) && line.contains(job.getTraceId())
						&& line.contains(job.getSpanId())));
	}

	@Test
	void aMethodEndsWithTheStageThatItReturns() {
		AdvisedBeans.Later later = bean(AdvisedBeans.Later.class);
		assertThat(later.stage()).isSameAs(later.work());
		assertThat(SPANS.spans()).isEmpty();
		later.work().completeExceptionally(new IllegalStateException("late"));
		assertThat(SPANS.single("job.run")).isError().hasException(IllegalStateException.class, "late");
	}

	@Test
	void aMethodEndsWithThePublisherThatItReturns() {
		AdvisedBeans.Later later = bean(AdvisedBeans.Later.class);
		assertThatException().isThrownBy(() -> later.mono().block(SOON));
		assertThat(SPANS.single("job.run")).isError().hasException(IllegalStateException.class, "late");
		SPANS.clear();
		assertThat(later.flux().collectList().block(SOON)).containsExactly(1, 2);
		assertThat(SPANS.single("job.run")).isNotError();
	}

	@Test
	void namesOfMethodsAreUnique() {
		bean(AdvisedBeans.Twins.class).work();
		bean(AdvisedBeans.Twins.class).work(1);
		bean(AdvisedBeans.Partner.class).get();
		bean(AdvisedBeans.OtherPartner.class).get();
		bean(AdvisedBeans.OtherPartner.class).put();
		assertThat(values("job.run", "job.type")).containsExactly("AdvisedBeans.Twins.work()",
				"AdvisedBeans.Twins.work(int)");
		assertThat(values("external.api.call", "external.operation")).containsExactly("AdvisedBeans.Partner.get",
				"AdvisedBeans.OtherPartner.get", "put");
	}

	private static Iterable<String> values(String span, String key) {
		return SPANS.named(span)
			.stream()
			.map((found) -> found.getAttributes().get(AttributeKey.stringKey(key)))
			.toList();
	}

	@Test
	void countedAndTagsOfParametersAreHonouredWhereTimedIs() {
		AdvisedBeans.Measured measured = bean(AdvisedBeans.Measured.class);
		measured.work("acme");
		assertThatException().isThrownBy(() -> measured.work(null));
		MeterRegistry registry = bean(MeterRegistry.class);
		assertThat(registry.get("measured.timed").tags("tenant", "acme", "exception", "none").timer().count()).isOne();
		assertThat(registry.get("measured.counted").tags("tenant", "acme", "result", "success").counter().count())
			.isOne();
		assertThat(registry.get("measured.counted")
			.tags("result", "failure", "exception", "NullPointerException")
			.counter()
			.count()).isOne();
	}

	@Test
	void aCallIsMeasuredWithTheTagsOfAnInterfaceAndWithoutAValueThatCannotBeResolved() {
		bean(AdvisedBeans.Tagged.class).work("acme", "ignored");
		MeterRegistry registry = bean(MeterRegistry.class);
		assertThat(registry.get("tagged.timed").tags("tenant", "acme", "size", "").timer().count()).isOne();
		assertThat(registry.get("tagged.counted").tags("tenant", "acme", "size", "").counter().count()).isOne();
	}

	@Test
	void aMethodThatCallsItselfUntilTheStackIsUsedUpLeavesNothingRunning() {
		AdvisedBeans.Recursive recursive = bean(AdvisedBeans.Recursive.class);
		// Once with all classes loaded on the way, which an overflow must not meet.
		assertThatException().isThrownBy(() -> recursive.work(150));
		for (int i = 0; i < 5; i++) {
			assertThatExceptionOfType(StackOverflowError.class).isThrownBy(() -> recursive.work(Integer.MAX_VALUE));
		}
		bean(AdvisedBeans.Night.class).work();
		MeterRegistry registry = bean(MeterRegistry.class);
		assertThat(registry.get("job.running").tag("queue", "recursive").gauge().value()).isZero();
		assertThat(registry.get("recursive.long").longTaskTimer().activeTasks()).isZero();
	}

	@Test
	void micrometersAnnotationsAloneMakeNoProxy() {
		assertThat(AopUtils.isAopProxy(bean(AdvisedBeans.Leftover.class))).isFalse();
	}

	private static <T> T bean(Class<T> type) {
		return context.getBean(type);
	}

	@Test
	void ofWhatIsNotRecordedNoSuccessIsExpected() {
		try (ConfigurableApplicationContext context = RecordedApplication.run(new RecordedSpans(),
				TimedMethodsTests.Misplaced.class)) {
			assertThat(context.getBean(MeterRegistry.class).find("job.running").meters()).isEmpty();
			assertThat(context.getBean(MeterRegistry.class).find("job.last.success").meters()).isEmpty();
		}
	}

	private static void run(Object bean, String name) {
		scheduled(bean, name).run();
	}

	private static ScheduledMethodRunnable scheduled(Object bean, String name) {
		return ScheduledCalls.of(context, bean, name);
	}

	static class Failing {

		void fail() {
			throw new IllegalStateException("boom");
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableTelemetry
	@EnableAsync
	@EnableScheduling
	@Import({ AdvisedBeans.Night.class, AdvisedBeans.Texts.class, SampleJob.class, AdvisedBeans.SelfInjected.class,
			AdvisedBeans.Background.class, AdvisedBeans.Later.class, AdvisedBeans.Twins.class,
			AdvisedBeans.Partner.class, AdvisedBeans.OtherPartner.class, AdvisedBeans.Measured.class,
			AdvisedBeans.Leftover.class, AdvisedBeans.TaggedInInterface.class, AdvisedBeans.Recursive.class,
			AdvisedBeans.Ordinary.class })
	static class Application {

		@Bean(defaultCandidate = false)
		SimpleAsyncTaskScheduler withoutPool() {
			return new SimpleAsyncTaskScheduler();
		}

		@Bean(defaultCandidate = false)
		ConcurrentTaskScheduler ofAnExecutor() {
			return new ConcurrentTaskScheduler(Executors.newSingleThreadScheduledExecutor((task) -> {
				Thread thread = new Thread(task, "scheduler");
				thread.setDaemon(true);
				return thread;
			}));
		}

	}

}
