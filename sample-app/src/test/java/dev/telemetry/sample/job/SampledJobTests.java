package dev.telemetry.sample.job;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.junit.jupiter.api.Test;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.web.client.RestClient;

import dev.telemetry.sample.OwnAddress;
import dev.telemetry.sample.ShopApplication;
import dev.telemetry.test.RecordedSpans;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A scheduled task with a call below it.
 */
class SampledJobTests {

	@Test
	void aScheduledTaskThatFailsIsKeptWithItsCallsAndWithWhatItCalled() {
		RecordedSpans spans = new RecordedSpans();
		try (ConfigurableApplicationContext shop = new SpringApplicationBuilder(ShopApplication.class,
				FailingTask.class)
			.initializers((context) -> context.getBeanFactory().registerSingleton("recordedSpans", spans))
			.run("--server.port=0", "--shop.stock.reconcile-every=1h", "--telemetry.otel.exporter=none",
					"--telemetry.sampling.ratio=0.0", "--telemetry.sampling.route-interval=0")) {
			SpanData task = spans.awaitSpan((span) -> span.getName().equals("job.run"));
			SpanData call = spans.awaitSpan((span) -> span.getKind() == SpanKind.CLIENT);
			assertThat(task.getAttributes().get(AttributeKey.stringKey("telemetry.sampling.reason")))
				.isEqualTo("error");
			assertThat(call.getParentSpanId()).isEqualTo(task.getSpanId());
			assertThat(call.getSpanContext().isSampled()).isTrue();
		}
	}

	static class FailingTask {

		private final RestClient client;

		private final OwnAddress shop;

		FailingTask(RestClient.Builder builder, OwnAddress shop) {
			this.client = builder.build();
			this.shop = shop;
		}

		@Scheduled(initialDelay = 500, fixedDelay = 3_600_000)
		void run() {
			this.client.get().uri(this.shop.uri() + "/items").retrieve().toBodilessEntity();
			throw new IllegalStateException("boom");
		}

	}

}
