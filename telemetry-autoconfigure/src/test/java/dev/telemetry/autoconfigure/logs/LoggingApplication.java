package dev.telemetry.autoconfigure.logs;

import java.util.ArrayList;
import java.util.List;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Scope;
import jakarta.annotation.PreDestroy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.CommandLineRunner;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

import dev.telemetry.autoconfigure.EnableTelemetry;
import dev.telemetry.test.OtlpReceiver;

/**
 * An application that logs while it starts, works and ends. Also a process of its own.
 */
@SpringBootConfiguration
@EnableTelemetry
public class LoggingApplication {

	private static final Logger logger = LoggerFactory.getLogger(LoggingApplication.class);

	/**
	 * Runs the application.
	 * @param args how it is to end, and its properties
	 */
	public static void main(String[] args) throws InterruptedException {
		SpringApplicationBuilder builder = builder(LoggingApplication.class);
		String ending = args[0].substring("--ending=".length());
		if (ending.equals("closes")) {
			builder.run(args).close();
			return;
		}
		builder.run(args);
		if (ending.equals("exits")) {
			System.exit(3);
		}
		if (ending.equals("waits")) {
			Thread.currentThread().join();
		}
	}

	static SpringApplicationBuilder builder(Class<?>... sources) {
		return new SpringApplicationBuilder(sources).main(LoggingApplication.class).web(WebApplicationType.NONE);
	}

	static ConfigurableApplicationContext run(OtlpReceiver receiver, String... more) {
		return builder(LoggingApplication.class).run(args(receiver, more));
	}

	static String[] args(OtlpReceiver receiver, String... more) {
		List<String> args = new ArrayList<>(List.of(more));
		addIfMissing(args, "--telemetry.sampling.ratio=", "1.0");
		addIfMissing(args, "--telemetry.export.shutdown-timeout=", "5s");
		args.addAll(List.of("--telemetry.enabled=true", "--telemetry.logs.enabled=true",
				"--telemetry.export.delay=20ms", "--server.port=0", "--spring.main.banner-mode=off",
				"--telemetry.otel.endpoint=" + receiver.endpoint(), "--telemetry.otel.protocol=http"));
		return args.toArray(new String[0]);
	}

	private static void addIfMissing(List<String> args, String option, String value) {
		if (args.stream().noneMatch((arg) -> arg.startsWith(option))) {
			args.add(option + value);
		}
	}

	@Bean
	CommandLineRunner work(Tracer tracer, Environment environment) {
		return (args) -> {
			if ("quiet".equals(environment.getProperty("ending"))) {
				return;
			}
			Span span = tracer.spanBuilder("work").startSpan();
			try (Scope ignored = span.makeCurrent()) {
				logger.info("Working");
			}
			span.end();
			if ("throws".equals(environment.getProperty("ending"))) {
				throw new IllegalStateException("The runner failed");
			}
		};
	}

	@Bean
	Last last(Environment environment) {
		if ("fails".equals(environment.getProperty("ending"))) {
			throw new IllegalStateException("The bean failed");
		}
		return new Last();
	}

	/**
	 * Logs when it is destroyed.
	 */
	static class Last {

		@PreDestroy
		void last() {
			logger.info("Destroyed");
		}

	}

}
