package dev.telemetry.autoconfigure.logs;

import java.util.concurrent.atomic.AtomicReference;

import io.micrometer.context.ContextRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.ContextRefreshedEvent;
import org.springframework.core.Ordered;
import org.springframework.test.util.ReflectionTestUtils;

import dev.telemetry.autoconfigure.EarlyLogs;
import dev.telemetry.logs.LeftOut;
import dev.telemetry.logs.LogCapture;
import dev.telemetry.logs.LogReporter;
import dev.telemetry.test.NoTelemetryLeaks;
import dev.telemetry.test.OtlpReceiver;
import dev.telemetry.test.ReceivedLog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.awaitility.Awaitility.await;

/**
 * What is captured before there are beans, where nothing takes it, and where the start
 * fails late.
 */
@NoTelemetryLeaks
class EarlyLogsTests {

	private static final String EXCLUDED = "--spring.autoconfigure.exclude="
			+ "dev.telemetry.autoconfigure.logs.TelemetryLogsAutoConfiguration";

	private final OtlpReceiver receiver = OtlpReceiver.http();

	@AfterEach
	void close() {
		this.receiver.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "--management.opentelemetry.enabled=false", EXCLUDED })
	void endsWithTheStartWhereNothingTakesItsRecords(String without) {
		try (ConfigurableApplicationContext context = LoggingApplication.run(this.receiver, "--ending=quiet",
				without)) {
			assertNothingIsAttached(context);
			assertThatNoException().as("lazy beans").isThrownBy(() -> makeAll(context));
			assertTheNextOneHasItsRecords();
		}
	}

	private static void makeAll(ConfigurableApplicationContext context) {
		for (String name : context.getBeanDefinitionNames()) {
			if (name.startsWith("telemetry")) {
				context.getBean(name);
			}
		}
	}

	@Test
	void endsWithTheStartOfASlice() {
		try (ConfigurableApplicationContext context = LoggingApplication.builder(Slice.class)
			.run(LoggingApplication.args(this.receiver))) {
			assertNothingIsAttached(context);
			assertThat(context.getBean(LogCapture.class).leftOut(LeftOut.CLOSED)).isPositive();
			assertTheNextOneHasItsRecords();
		}
	}

	@Test
	void anApplicationBelowOneThatCapturesNothingCaptures() {
		try (ConfigurableApplicationContext above = LoggingApplication.builder(Slice.class)
			.run(LoggingApplication.args(this.receiver))) {
			LoggingApplication.builder(LoggingApplication.class)
				.parent(above)
				.run(LoggingApplication.args(this.receiver, "--ending=quiet"))
				.close();
		}
		assertThat(this.receiver.logs()).extracting(ReceivedLog::body).contains("Destroyed");
	}

	private static void assertNothingIsAttached(ConfigurableApplicationContext context) {
		assertThat(Thread.getAllStackTraces().keySet()).extracting(Thread::getName).doesNotContain("telemetry-logs");
		assertThat(context.getBeansOfType(LogReporter.class)).isEmpty();
	}

	private void assertTheNextOneHasItsRecords() {
		try (ConfigurableApplicationContext next = LoggingApplication.run(this.receiver, "--ending=quiet")) {
			assertThat(next.getBean(LogReporter.class).report().leftTo()).isNull();
		}
		assertThat(this.receiver.logs()).extracting(ReceivedLog::body).contains("Destroyed");
	}

	@Test
	void aFailureOfTheLastListenerOfTheStartArrives() {
		assertThatException()
			.isThrownBy(() -> LoggingApplication.builder(LoggingApplication.class, FailsLastConfiguration.class)
				.run(LoggingApplication.args(this.receiver, "--ending=quiet")));
		ReceivedLog log = this.receiver.awaitLog((candidate) -> candidate.body().equals("Application run failed"));
		assertThat(log.attributes().get("exception.stacktrace").toString()).contains("The listener failed");
	}

	@Test
	void aStartThatFailedLeavesNothingWithTheJvm() {
		AtomicReference<EarlyLogs> failed = new AtomicReference<>();
		assertThatException().isThrownBy(() -> LoggingApplication.builder(LoggingApplication.class)
			.initializers((context) -> context
				.addBeanFactoryPostProcessor((beans) -> failed.set(beans.getBean(EarlyLogs.class))))
			.run(LoggingApplication.args(this.receiver, "--ending=fails")));
		EarlyLogs early = failed.get();
		Thread hook = (Thread) ReflectionTestUtils.getField(early, "shutdownHook");
		assertThat(hook).isNotNull();
		await().until(() -> ReflectionTestUtils.getField(early, "end") == null);
		assertThat(ReflectionTestUtils.getField(early, "context")).isNull();
		assertThat(Runtime.getRuntime().removeShutdownHook(hook)).as("the hook was still there").isFalse();
	}

	@Test
	void theNextApplicationHasItsRecordsAtOnceAfterAStartThatFailed() {
		assertThatException().isThrownBy(() -> LoggingApplication.run(this.receiver, "--ending=fails"));
		try (ConfigurableApplicationContext next = LoggingApplication.run(this.receiver, "--ending=next")) {
			assertThat(next.getBean(LogReporter.class).report().leftTo()).isNull();
		}
		assertThat(this.receiver.logs()).extracting(ReceivedLog::body)
			.contains("Application run failed", "Working", "Destroyed")
			.filteredOn((body) -> body.toString().startsWith("Starting "))
			.hasSize(2);
	}

	@Test
	void whatOnlyTelemetrySeesIsCarriedUntilTheLastApplicationEnds() {
		try (ConfigurableApplicationContext first = LoggingApplication.run(this.receiver, "--ending=quiet")) {
			LoggingApplication.run(this.receiver, "--ending=quiet").close();
			assertThat(first.isActive()).isTrue();
			assertThat(accessors()).isEqualTo(1);
		}
		assertThat(accessors()).isZero();
	}

	private static long accessors() {
		return ContextRegistry.getInstance()
			.getThreadLocalAccessors()
			.stream()
			.filter(LogContextAccessor.class::isInstance)
			.count();
	}

	/**
	 * An application with nothing of telemetry, as in a test of a part.
	 */
	@SpringBootConfiguration
	static class Slice {

	}

	/**
	 * Fails when all others have been told that the context was refreshed.
	 */
	@Configuration(proxyBeanMethods = false)
	static class FailsLastConfiguration {

		@Bean
		FailsLast failsLast() {
			return new FailsLast();
		}

	}

	/**
	 * The listener that fails.
	 */
	static final class FailsLast implements ApplicationListener<ContextRefreshedEvent>, Ordered {

		@Override
		public int getOrder() {
			return Ordered.LOWEST_PRECEDENCE;
		}

		@Override
		public void onApplicationEvent(ContextRefreshedEvent event) {
			throw new IllegalStateException("The listener failed");
		}

	}

}
