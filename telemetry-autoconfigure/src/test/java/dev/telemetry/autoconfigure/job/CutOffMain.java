package dev.telemetry.autoconfigure.job;

import java.util.List;
import java.util.concurrent.CountDownLatch;

import org.slf4j.LoggerFactory;
import org.springframework.boot.CommandLineRunner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import dev.telemetry.autoconfigure.EnableTelemetry;
import dev.telemetry.record.TelemetryRecorder;

/**
 * A program whose job never comes to its end.
 */
public final class CutOffMain {

	static final String RUNNING = "the job is running";

	static final String EXIT = "--exit";

	private CutOffMain() {
	}

	public static void main(String[] args) {
		SpringApplication application = new SpringApplication(CutOff.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		application.run(args);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableTelemetry
	static class CutOff {

		@Bean
		CommandLineRunner runner(TelemetryRecorder recorder) {
			return (args) -> recorder.job("night", "import").run((job) -> {
				job.attribute("rows", 7);
				recorder.span("step1").run((step) -> {
				});
				LoggerFactory.getLogger(CutOffMain.class).info(RUNNING);
				if (List.of(args).contains(EXIT)) {
					System.exit(3);
				}
				new CountDownLatch(1).await();
			});
		}

	}

}
