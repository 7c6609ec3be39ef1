package dev.telemetry.autoconfigure.export;

import java.util.Collection;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.ContextClosedEvent;

import dev.telemetry.autoconfigure.EnableTelemetry;
import dev.telemetry.test.NoTelemetryLeaks;
import dev.telemetry.test.RecordedSpans;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The end of an application that something disturbs.
 */
@NoTelemetryLeaks
class DisturbedShutdownTests {

	@Test
	void spansArriveAlthoughTheThreadThatClosesTheApplicationIsInterrupted() {
		ConfigurableApplicationContext context = run(Slow.class, "--telemetry.otel.exporter=none");
		SlowExporter exporter = context.getBean(SlowExporter.class);
		context.getBean(Tracer.class).spanBuilder("work").startSpan().end();
		// As an executor does that is shut down while its task closes the application.
		context.addApplicationListener(
				(ApplicationListener<ContextClosedEvent>) (closed) -> Thread.currentThread().interrupt());
		context.close();
		assertThat(Thread.interrupted()).isTrue();
		assertThat(exporter.received.spans()).extracting(SpanData::getName).containsExactly("work");
	}

	@Test
	void spansArriveAlthoughAProcessorOfTheApplicationCannotBeShutDown() {
		ConfigurableApplicationContext context = run(FaultyProcessor.class, "--telemetry.otel.exporter=none");
		SlowExporter exporter = context.getBean(SlowExporter.class);
		context.getBean(Tracer.class).spanBuilder("work").startSpan().end();
		context.close();
		assertThat(exporter.received.spans()).extracting(SpanData::getName).containsExactly("work");
	}

	private static ConfigurableApplicationContext run(Class<?> configuration, String... args) {
		String[] all = Stream
			.concat(Stream.of("--telemetry.enabled=true", "--telemetry.sampling.ratio=1.0",
					"--spring.main.banner-mode=off"), Stream.of(args))
			.toArray(String[]::new);
		return new SpringApplicationBuilder(configuration).web(WebApplicationType.NONE).run(all);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableTelemetry
	static class Slow {

		@Bean
		SlowExporter exporter() {
			return new SlowExporter();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableTelemetry
	static class FaultyProcessor {

		@Bean
		SlowExporter exporter() {
			return new SlowExporter();
		}

		@Bean
		SpanProcessor faulty() {
			return new SpanProcessor() {

				@Override
				public void onStart(Context parentContext, ReadWriteSpan span) {
				}

				@Override
				public boolean isStartRequired() {
					return false;
				}

				@Override
				public void onEnd(ReadableSpan span) {
				}

				@Override
				public boolean isEndRequired() {
					return true;
				}

				@Override
				public CompletableResultCode shutdown() {
					throw new IllegalStateException("cannot be shut down");
				}

			};
		}

	}

	/** Answers only after the call, as one that sends over a network. */
	static final class SlowExporter implements SpanExporter {

		private final RecordedSpans received = new RecordedSpans();

		@Override
		public CompletableResultCode export(Collection<SpanData> spans) {
			CompletableResultCode answer = new CompletableResultCode();
			CompletableFuture.delayedExecutor(300, TimeUnit.MILLISECONDS).execute(() -> {
				this.received.export(spans);
				answer.succeed();
			});
			return answer;
		}

		@Override
		public CompletableResultCode flush() {
			return CompletableResultCode.ofSuccess();
		}

		@Override
		public CompletableResultCode shutdown() {
			return CompletableResultCode.ofSuccess();
		}

	}

}
