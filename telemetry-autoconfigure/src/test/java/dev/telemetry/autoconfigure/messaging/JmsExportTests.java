package dev.telemetry.autoconfigure.messaging;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.jms.core.JmsTemplate;

import dev.telemetry.autoconfigure.EnableTelemetry;
import dev.telemetry.record.TelemetryRecorder;
import dev.telemetry.test.NoTelemetryLeaks;
import dev.telemetry.test.OtlpReceiver;
import dev.telemetry.test.ReceivedSpan;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Spans of a listener of JMS at a receiver.
 */
@NoTelemetryLeaks
@Tag("messaging")
class JmsExportTests {

	@Test
	void theListenerArrivesBelowWhatHasSentTheMessage() {
		try (OtlpReceiver receiver = OtlpReceiver.http()) {
			SpringApplication application = new SpringApplication(Shop.class);
			application.setWebApplicationType(WebApplicationType.NONE);
			try (ConfigurableApplicationContext context = application.run("--telemetry.enabled=true",
					"--telemetry.sampling.ratio=1.0", "--telemetry.sampling.job-ratio=1.0",
					"--telemetry.otel.protocol=http", "--telemetry.otel.endpoint=" + receiver.endpoint())) {
				JmsTemplate template = context.getBean(JmsTemplate.class);
				context.getBean(TelemetryRecorder.class)
					.job("night", "export")
					.run((job) -> template.convertAndSend("orders", "1"));
				ReceivedSpan listener = receiver.awaitSpan((span) -> isJob(span, "orders"));
				ReceivedSpan sender = receiver.awaitSpan((span) -> span.name().equals("message.send"));
				ReceivedSpan sending = receiver.awaitSpan((span) -> isJob(span, "night"));
				assertThat(listener.parentSpanId()).isEqualTo(sender.spanId());
				assertThat(sender.parentSpanId()).isEqualTo(sending.spanId());
				assertThat(listener.traceId()).isEqualTo(sending.traceId());
				assertThat(listener.attributes()).containsEntry("messaging.system", "jms");
			}
		}
	}

	private static boolean isJob(ReceivedSpan span, String queue) {
		return span.name().equals("job.run") && queue.equals(span.attributes().get("queue.name"));
	}

	@Configuration(proxyBeanMethods = false)
	@EnableTelemetry(with = "jms")
	@Import(JmsApplication.class)
	static class Shop {

	}

}
