package dev.telemetry.autoconfigure.job;

import java.util.ArrayList;
import java.util.List;

import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

import dev.telemetry.autoconfigure.EnableTelemetry;
import dev.telemetry.test.RecordedSpans;

/**
 * Starts applications whose spans can be looked at as soon as they end.
 */
public final class RecordedApplication {

	private RecordedApplication() {
	}

	/**
	 * Starts an application without a web server, and with the auto-configurations that
	 * telemetry needs.
	 * @param spans gets its spans
	 * @param configuration its beans
	 * @param args its properties
	 */
	public static ConfigurableApplicationContext run(RecordedSpans spans, Class<?> configuration, String... args) {
		SpringApplication application = new SpringApplication(Base.class, configuration);
		application.setWebApplicationType(WebApplicationType.NONE);
		application.addInitializers((context) -> context.getBeanFactory()
			.registerSingleton("processor", SimpleSpanProcessor.create(spans)));
		List<String> all = new ArrayList<>(List.of(args));
		if (all.stream().noneMatch((arg) -> arg.startsWith("--telemetry.enabled="))) {
			all.add("--telemetry.enabled=true");
		}
		all.addAll(List.of("--telemetry.otel.exporter=none", "--telemetry.sampling.enabled=false",
				"--telemetry.sampling.ratio=1.0"));
		return application.run(all.toArray(new String[0]));
	}

	@Configuration(proxyBeanMethods = false)
	@EnableTelemetry(with = "amqp")
	static class Base {

	}

}
