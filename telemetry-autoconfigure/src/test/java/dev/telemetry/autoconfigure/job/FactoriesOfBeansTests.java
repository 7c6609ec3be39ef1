package dev.telemetry.autoconfigure.job;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import org.junit.jupiter.api.Test;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.aop.framework.ProxyFactoryBean;
import org.springframework.aop.target.ThreadLocalTargetSource;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.config.MethodInvokingFactoryBean;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Scope;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;
import org.springframework.test.util.ReflectionTestUtils;

import dev.telemetry.health.InternalFailures;
import dev.telemetry.record.TimedJob;
import dev.telemetry.test.RecordedSpans;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * While a bean is made, nothing is asked for that needs it; and a bean that is made of
 * another one records nothing twice.
 */
class FactoriesOfBeansTests {

	private final RecordedSpans spans = new RecordedSpans();

	@Test
	void aFactoryThatDoesNotSayWhatItMakesMayNeedABeanThatIsRecorded() {
		try (ConfigurableApplicationContext context = RecordedApplication.run(this.spans, FromJobs.class)) {
			assertThat(context.getBean("made")).isEqualTo("worked");
			assertThat(this.spans.named("job.run")).hasSize(1);
			assertThat(context.getBean(MeterRegistry.class).get("job.run").timer().count()).isOne();
		}
	}

	@Test
	void itMayNeedAnExecutor() {
		try (ConfigurableApplicationContext context = RecordedApplication.run(this.spans, FromExecutor.class)) {
			assertThat(context.getBean("made")).isEqualTo("pool-");
			assertThat(decorator(context)).isNotNull();
		}
	}

	@Test
	void whatHandlesObservationsMayNeedAnExecutor() {
		try (ConfigurableApplicationContext context = RecordedApplication.run(this.spans, WithHandler.class)) {
			assertThat(decorator(context)).isNotNull();
			assertThat(context.getBean(InternalFailures.class).count()).isZero();
		}
	}

	@Test
	void aProxyAroundABeanThatHasOneRecordsNothingOnceMore() {
		try (ConfigurableApplicationContext context = RecordedApplication.run(this.spans, WithProxy.class)) {
			context.getBean("outer", Jobs.class).work();
			assertThat(this.spans.named("job.run")).hasSize(1);
			context.getBean("jobs", Jobs.class).work();
			assertThat(this.spans.named("job.run")).hasSize(2);
		}
	}

	@Test
	void neitherDoesOneAroundAPoolOfSuchBeans() {
		try (ConfigurableApplicationContext context = RecordedApplication.run(this.spans, WithPool.class)) {
			context.getBean("outer", Jobs.class).work();
			assertThat(this.spans.named("job.run")).hasSize(1);
		}
	}

	private static Object decorator(ConfigurableApplicationContext context) {
		return ReflectionTestUtils.getField(context.getBean("pool"), "taskDecorator");
	}

	@Configuration(proxyBeanMethods = false)
	static class FromJobs {

		@Bean
		Jobs jobs() {
			return new Jobs();
		}

		@Bean
		MethodInvokingFactoryBean made(Jobs jobs) {
			MethodInvokingFactoryBean factory = new MethodInvokingFactoryBean();
			factory.setTargetObject(jobs);
			factory.setTargetMethod("work");
			return factory;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class FromExecutor {

		@Bean
		ThreadPoolTaskExecutor pool() {
			return new ThreadPoolTaskExecutor();
		}

		@Bean
		MethodInvokingFactoryBean made(ThreadPoolTaskExecutor pool) {
			MethodInvokingFactoryBean factory = new MethodInvokingFactoryBean();
			factory.setTargetObject(pool);
			factory.setTargetMethod("getThreadNamePrefix");
			return factory;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class WithHandler {

		@Bean
		ThreadPoolTaskExecutor pool() {
			return new ThreadPoolTaskExecutor();
		}

		@Bean
		ObservationHandler<Observation.Context> handler(ThreadPoolTaskExecutor pool) {
			return (context) -> false;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class WithProxy {

		@Bean
		Jobs jobs() {
			return new Jobs();
		}

		@Bean
		Jobs outer(@Qualifier("jobs") Jobs jobs) {
			ProxyFactory factory = new ProxyFactory(jobs);
			factory.setProxyTargetClass(true);
			return (Jobs) factory.getProxy();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class WithPool {

		@Bean
		@Scope("prototype")
		Jobs jobs() {
			return new Jobs();
		}

		@Bean
		ThreadLocalTargetSource source() {
			ThreadLocalTargetSource source = new ThreadLocalTargetSource();
			source.setTargetBeanName("jobs");
			return source;
		}

		@Bean
		ProxyFactoryBean outer(ThreadLocalTargetSource source) {
			ProxyFactoryBean factory = new ProxyFactoryBean();
			factory.setTargetSource(source);
			factory.setProxyTargetClass(true);
			return factory;
		}

	}

	public static class Jobs {

		@TimedJob(queue = "q")
		public String work() {
			return "worked";
		}

	}

}
