package dev.telemetry.autoconfigure.job;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;

import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.aop.support.AopUtils;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.annotation.EnableTransactionManagement;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.AbstractPlatformTransactionManager;
import org.springframework.transaction.support.DefaultTransactionStatus;
import reactor.core.publisher.Mono;

import dev.telemetry.record.TimedJob;
import dev.telemetry.test.RecordedSpans;

import static dev.telemetry.test.TelemetryAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Each run is recorded once and as what it is, whatever proxy the scheduler gets, if any.
 * The beans share an interface, and so the class of their proxies.
 */
class ScheduledProxiesTests {

	private static final String PREFIX = "ScheduledProxiesTests.";

	private static final RecordedSpans SPANS = new RecordedSpans();

	private static ConfigurableApplicationContext context;

	@BeforeAll
	static void runEachOnce() {
		context = RecordedApplication.run(SPANS, Application.class, "--spring.aop.proxy-target-class=false");
		SPANS.await(7, Duration.ofSeconds(10));
	}

	@AfterAll
	static void stop() {
		context.close();
	}

	@Test
	void eachRunIsRecordedOnce() {
		assertThat(SPANS.spans()).hasSize(7).allMatch((span) -> span.getName().equals("job.run"));
		assertThat(context.getBean(MeterRegistry.class).get("job.run").timers()).hasSize(7)
			.allMatch((timer) -> timer.count() == 1);
	}

	@Test
	void anAnnotationNamesTheJobBehindAProxyOfInterfaces() {
		assertThat(Proxy.isProxyClass(context.getBean("annotated").getClass())).isTrue();
		assertThat(job("night", PREFIX + "Annotated.run")).isNotError();
	}

	@Test
	void anotherBeanOfTheSameInterfaceIsAJobOfItsOwn() {
		assertThat(context.getBean("failing").getClass()).isSameAs(context.getBean("good").getClass());
		assertThat(job("scheduled", PREFIX + "Good.run")).isNotError();
		assertThat(job("scheduled", PREFIX + "Failing.run")).isError()
			.hasException(IllegalStateException.class, "failing");
	}

	@Test
	void aBeanWithoutAProxyIsAJob() {
		assertThat(AopUtils.isAopProxy(context.getBean("plain"))).isFalse();
		assertThat(job("scheduled", PREFIX + "Plain.run")).isNotError();
	}

	@Test
	void aFinalClassWithAnAnnotationHasTheNamesOfThat() {
		assertThat(AopUtils.isAopProxy(context.getBean("fixed"))).isFalse();
		assertThat(job("night", "fixed")).isNotError();
	}

	@Test
	void aPublisherIsAJobToItsEnd() {
		assertThat(job("scheduled", PREFIX + "Publishers.plain")).isError()
			.hasException(IllegalStateException.class, "plain");
		assertThat(job("night", "annotated")).isError().hasException(IllegalStateException.class, "annotated");
	}

	private static SpanData job(String queue, String type) {
		List<SpanData> found = SPANS.spans()
			.stream()
			.filter((span) -> queue.equals(value(span, "queue.name")) && type.equals(value(span, "job.type")))
			.toList();
		assertThat(found).as(SPANS.spans().toString()).hasSize(1);
		return found.get(0);
	}

	private static String value(SpanData span, String key) {
		return span.getAttributes().get(AttributeKey.stringKey(key));
	}

	interface Task {

		void run();

	}

	static class Annotated implements Task {

		@Override
		@Transactional
		@Scheduled(fixedDelay = 3_600_000)
		@TimedJob(queue = "night")
		public void run() {
		}

	}

	static class Good implements Task {

		@Override
		@Transactional
		@Scheduled(fixedDelay = 3_600_000)
		public void run() {
		}

	}

	static class Failing implements Task {

		@Override
		@Transactional
		@Scheduled(fixedDelay = 3_600_000)
		public void run() {
			throw new IllegalStateException("failing");
		}

	}

	static class Plain implements Task {

		@Override
		@Scheduled(fixedDelay = 3_600_000)
		public void run() {
		}

	}

	static final class Fixed {

		@Scheduled(fixedDelay = 3_600_000)
		@TimedJob(queue = "night", type = "fixed")
		void run() {
		}

	}

	static class Publishers {

		@Scheduled(fixedDelay = 3_600_000)
		Mono<Void> plain() {
			return Mono.error(new IllegalStateException("plain"));
		}

		@Scheduled(fixedDelay = 3_600_000)
		@TimedJob(queue = "night", type = "annotated")
		Mono<Void> annotated() {
			return Mono.error(new IllegalStateException("annotated"));
		}

	}

	/** Without a database. */
	static final class Transactions extends AbstractPlatformTransactionManager {

		private static final long serialVersionUID = 1L;

		@Override
		protected Object doGetTransaction() {
			return this;
		}

		@Override
		protected void doBegin(Object transaction, TransactionDefinition definition) {
		}

		@Override
		protected void doCommit(DefaultTransactionStatus status) {
		}

		@Override
		protected void doRollback(DefaultTransactionStatus status) {
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableScheduling
	@EnableTransactionManagement
	@Import(Transactions.class)
	static class Application {

		@Bean
		Task annotated() {
			return new Annotated();
		}

		@Bean
		Task good() {
			return new Good();
		}

		@Bean
		Task failing() {
			return new Failing();
		}

		@Bean
		Task plain() {
			return new Plain();
		}

		@Bean
		Fixed fixed() {
			return new Fixed();
		}

		@Bean
		Publishers publishers() {
			return new Publishers();
		}

	}

}
