package dev.telemetry.autoconfigure.job;

import org.junit.jupiter.api.Test;
import org.springframework.boot.CommandLineRunner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import dev.telemetry.record.TelemetryRecorder;
import dev.telemetry.test.NoTelemetryLeaks;
import dev.telemetry.test.OtlpReceiver;
import dev.telemetry.test.ReceivedSpan;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application without a web server that runs one job and ends.
 */
@NoTelemetryLeaks
class ShortLivedApplicationTests {

	@Test
	void itsJobAndItsCallsArrive() {
		try (OtlpReceiver receiver = OtlpReceiver.http()) {
			SpringApplication application = new SpringApplication(Batch.class);
			application.setWebApplicationType(WebApplicationType.NONE);
			application
				.run("--telemetry.enabled=true", "--telemetry.otel.endpoint=" + receiver.endpoint(),
						"--telemetry.otel.protocol=http")
				.close();
			ReceivedSpan job = receiver.awaitSpan((span) -> span.name().equals("job.run"));
			ReceivedSpan call = receiver.awaitSpan((span) -> span.name().equals("external.api.call"));
			assertThat(job.parentSpanId()).isEmpty();
			assertThat(job.attributes()).containsEntry("job.type", "import");
			assertThat(call.parentSpanId()).isEqualTo(job.spanId());
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Batch {

		@Bean
		CommandLineRunner runner(TelemetryRecorder recorder) {
			return (args) -> recorder.job("batch", "import")
				.run((job) -> recorder.externalCall("warehouse", "stock").run((call) -> {
				}));
		}

	}

}
