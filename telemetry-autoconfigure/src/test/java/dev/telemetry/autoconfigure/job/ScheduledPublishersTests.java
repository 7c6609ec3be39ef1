package dev.telemetry.autoconfigure.job;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.aop.Advisor;
import org.springframework.aop.ProxyMethodInvocation;
import org.springframework.aop.support.NameMatchMethodPointcutAdvisor;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Role;
import org.springframework.core.Ordered;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;
import reactor.core.publisher.Mono;

import dev.telemetry.health.InternalFailures;
import dev.telemetry.record.TimedExternalCall;
import dev.telemetry.record.TimedJob;
import dev.telemetry.test.RecordedSpans;

import static dev.telemetry.test.TelemetryAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Methods that return a publisher: each subscription is recorded once, whoever makes it.
 */
class ScheduledPublishersTests {

	private static final Duration SOON = Duration.ofSeconds(10);

	private final RecordedSpans spans = new RecordedSpans();

	@Test
	void aSubscriptionIsRecordedOnceAlsoIfTheSchedulerHasTheBeanWithoutItsProxy() {
		try (ConfigurableApplicationContext context = RecordedApplication.run(this.spans, Application.class,
				"--spring.main.allow-circular-references=true")) {
			Work work = context.getBean(Work.class);
			Awaitility.await()
				.atMost(SOON)
				.until(() -> work.done().get() == 1 && !this.spans.named("job.run").isEmpty());
			assertThat(this.spans.single("job.run")).isNotError().hasAttribute("queue.name", "published");
			this.spans.clear();
			assertThat(work.publish().block(SOON)).isEqualTo("value");
			assertThat(this.spans.single("job.run")).isNotError().hasAttribute("queue.name", "published");
		}
	}

	@Test
	void nothingInPlaceOfAPublisherIsASkippedRunOnlyIfTheMethodWasNotReached() {
		try (ConfigurableApplicationContext context = RecordedApplication.run(this.spans, Guarded.class)) {
			Publishing publishing = context.getBean(Publishing.class);
			assertThat(publishing.nothing()).isNull();
			assertThat(this.spans.spans()).isEmpty();
			assertThat(publishing.keptFrom()).isNull();
			assertThat(this.spans.single("job.run")).isNotError()
				.hasAttribute("job.skip_reason", "not_reached")
				.hasAttribute("queue.name", "published");
		}
	}

	@Test
	void anAnswerInPlaceOfThatOfTheMethodIsASkippedRun() {
		try (ConfigurableApplicationContext context = RecordedApplication.run(this.spans, Guarded.class)) {
			Publishing publishing = context.getBean(Publishing.class);
			assertThat(publishing.answered().block(SOON)).isEqualTo("cached");
			CompletableFuture<String> stage = publishing.staged();
			assertThat(this.spans.named("job.run")).hasSize(1);
			Guarded.ANSWER.complete("cached");
			assertThat(stage).isSameAs(Guarded.ANSWER).isCompletedWithValue("cached");
			assertThat(this.spans.named("job.run")).hasSize(2)
				.allSatisfy((job) -> assertThat(job).isNotError()
					.hasAttribute("job.skip_reason", "not_reached")
					.hasNoAttribute("job.success"));
			assertThat(context.getBean(InternalFailures.class).count()).isZero();
		}
	}

	@Test
	void aMethodThatIsReachedWithTheSubscriptionOrOnAnotherThreadIsNot() throws Exception {
		try (ConfigurableApplicationContext context = RecordedApplication.run(this.spans, Guarded.class)) {
			Publishing publishing = context.getBean(Publishing.class);
			assertThat(publishing.deferred().block(SOON)).isEqualTo("value");
			assertThat(publishing.stagedLater().get(10, TimeUnit.SECONDS)).isEqualTo("value");
			Awaitility.await().atMost(SOON).until(() -> this.spans.named("job.run").size() == 2);
			assertThat(this.spans.named("job.run"))
				.allSatisfy((job) -> assertThat(job).hasAttribute("job.success", true));
			assertThat(publishing.both().block(SOON)).isEqualTo("value");
			assertThat(this.spans.named("job.run")).hasSize(3)
				.allSatisfy((job) -> assertThat(job).hasAttribute("job.success", true));
		}
	}

	@Test
	void whatTheEndOfTheApplicationCutsOffHasFailed() throws InterruptedException {
		try (ConfigurableApplicationContext context = RecordedApplication.run(this.spans, Endless.class)) {
			assertThat(context.getBean(Endless.class).subscribed.await(10, TimeUnit.SECONDS)).isTrue();
		}
		assertThat(this.spans.single("job.run")).isError().hasAttribute("error.type", "shutdown");
	}

	@Test
	void soHasWhatItCutsOffWithAnAnnotation() throws InterruptedException {
		try (ConfigurableApplicationContext context = RecordedApplication.run(this.spans, EndlessAnnotated.class)) {
			assertThat(context.getBean(Unending.class).subscribed().await(10, TimeUnit.SECONDS)).isTrue();
		}
		assertThat(this.spans.single("job.run")).isError()
			.hasAttribute("error.type", "shutdown")
			.hasAttribute("queue.name", "published");
	}

	/** Of which the scheduler gets the object itself, and others the proxy. */
	static class Work {

		private final AtomicInteger done = new AtomicInteger();

		@Autowired
		private Work self;

		@Scheduled(fixedDelay = 3_600_000)
		@TimedJob(queue = "published")
		Mono<String> publish() {
			return Mono.fromCallable(() -> {
				this.done.incrementAndGet();
				return "value";
			});
		}

		AtomicInteger done() {
			return this.done;
		}

		Work self() {
			return this.self;
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableScheduling
	@Import(Work.class)
	static class Application {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableScheduling
	static class Endless {

		final CountDownLatch subscribed = new CountDownLatch(1);

		@Scheduled(fixedRate = 3_600_000)
		Mono<Void> publish() {
			return Mono.<Void>never().doOnSubscribe((subscription) -> this.subscribed.countDown());
		}

	}

	static class Unending {

		private final CountDownLatch subscribed = new CountDownLatch(1);

		@Scheduled(fixedRate = 3_600_000)
		@TimedJob(queue = "published")
		Mono<Void> publish() {
			return Mono.<Void>never().doOnSubscribe((subscription) -> this.subscribed.countDown());
		}

		CountDownLatch subscribed() {
			return this.subscribed;
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableScheduling
	@Import(Unending.class)
	static class EndlessAnnotated {

	}

	static class Publishing {

		@TimedJob(queue = "published")
		Mono<String> nothing() {
			return null;
		}

		@TimedJob(queue = "published")
		Mono<String> keptFrom() {
			return Mono.just("value");
		}

		@TimedJob(queue = "published")
		Mono<String> answered() {
			return Mono.just("value");
		}

		@TimedJob(queue = "published")
		Mono<String> deferred() {
			return Mono.just("value");
		}

		@TimedJob(queue = "published")
		@TimedExternalCall(service = "published")
		Mono<String> both() {
			return Mono.just("value");
		}

		@TimedJob(queue = "published")
		CompletableFuture<String> staged() {
			return CompletableFuture.completedFuture("value");
		}

		@TimedJob(queue = "published")
		CompletableFuture<String> stagedLater() {
			return CompletableFuture.completedFuture("value");
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(Publishing.class)
	static class Guarded {

		static final CompletableFuture<String> ANSWER = new CompletableFuture<>();

		@Bean
		@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
		static Advisor guard() {
			NameMatchMethodPointcutAdvisor advisor = new NameMatchMethodPointcutAdvisor(
					(MethodInterceptor) Guarded::answer);
			advisor.setMappedNames("keptFrom", "answered", "deferred", "staged", "stagedLater");
			advisor.setOrder(Ordered.LOWEST_PRECEDENCE);
			return advisor;
		}

		private static @Nullable Object answer(MethodInvocation invocation) {
			MethodInvocation later = ((ProxyMethodInvocation) invocation).invocableClone();
			return switch (invocation.getMethod().getName()) {
				case "answered" -> Mono.just("cached");
				case "deferred" -> Mono.defer(() -> (Mono<?>) proceed(later));
				case "staged" -> ANSWER;
				case "stagedLater" -> CompletableFuture.supplyAsync(() -> proceed(later))
					.thenCompose((result) -> (CompletableFuture<?>) result);
				default -> null;
			};
		}

		private static Object proceed(MethodInvocation invocation) {
			try {
				return Objects.requireNonNull(invocation.proceed());
			}
			catch (Throwable ex) {
				throw new IllegalStateException(ex);
			}
		}

	}

}
