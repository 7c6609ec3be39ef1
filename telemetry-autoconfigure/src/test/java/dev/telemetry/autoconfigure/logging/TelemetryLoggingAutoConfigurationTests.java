package dev.telemetry.autoconfigure.logging;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.micrometer.tracing.otel.bridge.Slf4JEventListener;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.MDC;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

import dev.telemetry.autoconfigure.EnableTelemetry;
import dev.telemetry.health.ContextLeaks;
import dev.telemetry.record.TelemetryRecorder;
import dev.telemetry.test.TelemetryLeakCheck;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * In a real application, because the bridge hooks into its start.
 */
@ExtendWith({ OutputCaptureExtension.class, TelemetryLeakCheck.class })
class TelemetryLoggingAutoConfigurationTests {

	@ParameterizedTest
	@CsvSource({ "snake, span_id trace_id", "boot, spanId traceId", "both, spanId span_id traceId trace_id",
			"ecs, span.id trace.id" })
	void theKeysAreAsChosen(String keys, String expected) {
		try (ConfigurableApplicationContext context = run("--telemetry.logging.keys=" + keys)) {
			assertThat(mdcInSpan(context).keySet()).containsExactlyInAnyOrder(expected.split(" "));
		}
	}

	@Test
	void theLoggingContextIsAsBeforeAfterTheSpan() {
		try (ConfigurableApplicationContext context = run()) {
			mdcInSpan(context);
			assertThat(MDC.getCopyOfContextMap()).isNullOrEmpty();
		}
	}

	@ParameterizedTest
	@CsvSource({ "snake, trace_id", "boot, traceId", "both, trace_id", "both, traceId" })
	void aValueOfTheApplicationIsThereAgainAfterTheSpan(String keys, String key) {
		try (ConfigurableApplicationContext context = run("--telemetry.logging.keys=" + keys)) {
			MDC.put(key, "mine");
			Span outer = span(context);
			try (Scope scope = outer.makeCurrent()) {
				assertThat(MDC.get(key)).isEqualTo(outer.getSpanContext().getTraceId());
				MDC.put(key, "inside");
				mdcInSpan(context);
				assertThat(MDC.get(key)).isEqualTo("inside");
			}
			assertThat(MDC.getCopyOfContextMap()).containsOnly(Map.entry(key, "mine"));
		}
		finally {
			MDC.clear();
		}
	}

	@Test
	void aValueOfTheApplicationIsThereAgainAfterAJobAndItsCallOnEachThread() {
		try (ConfigurableApplicationContext context = run()) {
			TelemetryRecorder recorder = context.getBean(TelemetryRecorder.class);
			MDC.put("trace_id", "mine");
			recorder.job("q", "t").run((job) -> {
				recorder.externalCall("s", "o").run((call) -> assertThat(MDC.get("span_id")).isEqualTo(call.spanId()));
				CompletableFuture.runAsync(() -> {
					MDC.put("trace_id", "of the thread");
					try (Scope scope = job.enter()) {
						assertThat(MDC.get("span_id")).isEqualTo(job.spanId());
					}
					assertThat(MDC.getCopyOfContextMap()).containsOnly(Map.entry("trace_id", "of the thread"));
					MDC.clear();
				}).orTimeout(10, TimeUnit.SECONDS).join();
			});
			assertThat(MDC.getCopyOfContextMap()).containsOnly(Map.entry("trace_id", "mine"));
		}
		finally {
			MDC.clear();
		}
	}

	@Test
	void aValueThatTheApplicationRemovesWithinTheSpanIsNotThereAgain() {
		try (ConfigurableApplicationContext context = run()) {
			MDC.put("trace_id", "mine");
			MDC.put("span_id", "mine too");
			try (Scope scope = span(context).makeCurrent()) {
				mdcInSpan(context);
				MDC.remove("trace_id");
			}
			assertThat(MDC.getCopyOfContextMap()).containsOnly(Map.entry("span_id", "mine too"));
		}
		finally {
			MDC.clear();
		}
	}

	@Test
	void theIdsAreThereAgainAfterASpanInWhichTheLoggingContextIsCleared() {
		try (ConfigurableApplicationContext context = run()) {
			MDC.put("trace_id", "mine");
			Span outer = span(context);
			try (Scope outerScope = outer.makeCurrent()) {
				try (Scope scope = span(context).makeCurrent()) {
					MDC.clear();
				}
				assertThat(MDC.get("trace_id")).isEqualTo(outer.getSpanContext().getTraceId());
			}
			assertThat(MDC.getCopyOfContextMap()).isNullOrEmpty();
		}
		finally {
			MDC.clear();
		}
	}

	@Test
	@SuppressWarnings("MustBeClosedChecker")
	void aScopeThatIsLeftOpenLeavesNothingInTheLoggingContext() {
		try (ConfigurableApplicationContext context = run()) {
			MDC.put("trace_id", "mine");
			span(context).makeCurrent();
			MDC.put("trace_id", "inside");
			span(context).makeCurrent();
			context.getBean(ContextLeaks.class).restore(Context.root(), "a test");
			assertThat(MDC.getCopyOfContextMap()).containsOnly(Map.entry("trace_id", "mine"));
			mdcInSpan(context);
			assertThat(MDC.getCopyOfContextMap()).containsOnly(Map.entry("trace_id", "mine"));
		}
		finally {
			MDC.clear();
		}
	}

	@Test
	void aLogLineOfTheConsoleHasTheIds(CapturedOutput output) {
		try (ConfigurableApplicationContext context = run()) {
			Span span = span(context);
			try (Scope scope = span.makeCurrent()) {
				org.slf4j.LoggerFactory.getLogger("test").info("hello");
			}
			assertThat(output).contains(
					"[" + span.getSpanContext().getTraceId() + "-" + span.getSpanContext().getSpanId() + "] test");
		}
	}

	@Test
	void aListenerOfTheUserStaysTheOnlyOne() {
		try (ConfigurableApplicationContext context = run(new Class<?>[] { Application.class, UserListener.class })) {
			assertThat(mdcInSpan(context).keySet()).containsExactlyInAnyOrder("x-trace", "x-span");
		}
	}

	private static Map<String, String> mdcInSpan(ConfigurableApplicationContext context) {
		try (Scope scope = span(context).makeCurrent()) {
			return new TreeMap<>(MDC.getCopyOfContextMap());
		}
	}

	private static Span span(ConfigurableApplicationContext context) {
		return context.getBean(OpenTelemetry.class).getTracer("test").spanBuilder("span").startSpan();
	}

	private static ConfigurableApplicationContext run(String... args) {
		return run(new Class<?>[] { Application.class }, args);
	}

	private static ConfigurableApplicationContext run(Class<?>[] sources, String... args) {
		SpringApplication application = new SpringApplication(sources);
		application.setWebApplicationType(WebApplicationType.NONE);
		application.setDefaultProperties(Map.of("telemetry.enabled", "true", "telemetry.otel.exporter", "none"));
		return application.run(args);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableTelemetry
	static class Application {

	}

	@Configuration(proxyBeanMethods = false)
	static class UserListener {

		@org.springframework.context.annotation.Bean
		Slf4JEventListener userListener() {
			return new Slf4JEventListener("x-trace", "x-span");
		}

	}

}
