package dev.telemetry.autoconfigure.worker;

import java.util.Map;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.annotation.Configuration;

import dev.telemetry.autoconfigure.EnableTelemetry;
import dev.telemetry.record.TelemetryRecorder;

/**
 * A worker in Java: runs one job and ends.
 */
@Configuration(proxyBeanMethods = false)
@EnableTelemetry
public class ChildApplication {

	public static void main(String[] args) {
		SpringApplication application = new SpringApplication(ChildApplication.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		application.setDefaultProperties(Map.of("telemetry.enabled", "true", "spring.application.name", "child",
				// As in the configuration of its parent, which may be in the same jar.
				"telemetry.sampling.job-ratio", "0.0", "telemetry.sampling.route-interval", "0",
				"telemetry.otel.exporter", "console"));
		try (var context = application.run(args)) {
			context.getBean(TelemetryRecorder.class).job("children", "of a child").run((job) -> job.event("half.way"));
		}
	}

}
