package dev.telemetry.autoconfigure.logs;

import java.util.List;
import java.util.Map;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Scope;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.slf4j.MarkerFactory;
import org.springframework.boot.CommandLineRunner;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.logging.LoggingSystemProperty;
import org.springframework.context.annotation.Bean;

import dev.telemetry.autoconfigure.EnableTelemetry;
import dev.telemetry.record.LogContextScope;
import dev.telemetry.record.TelemetryRecorder;

/**
 * A process that runs one application after the other, each with another format of its
 * console, and logs all that a line may have.
 */
@SpringBootConfiguration
@EnableTelemetry
public class ConsoleApplication {

	private static final String FORMAT = "--logging.structured.format.console=";

	private static final String COLOURS = "--spring.output.ansi.enabled=";

	private static final List<String> ALL = List.of(COLOURS + "never", FORMAT + "ecs", FORMAT + "logstash",
			FORMAT + "gelf", COLOURS + "always");

	private static final List<String> FAR_APART = List.of(FORMAT + "ecs", COLOURS + "always");

	private static final Logger logger = LoggerFactory.getLogger(ConsoleApplication.class);

	/**
	 * Arguments that choose a format: all, or in most builds those that differ most.
	 */
	static List<String> formats() {
		return (Boolean.getBoolean("tests.all")) ? ALL : FAR_APART;
	}

	/**
	 * Runs the applications.
	 * @param args the formats, a comma between them, and properties of all applications
	 */
	public static void main(String[] args) {
		for (String format : args[0].split(",")) {
			System.clearProperty(LoggingSystemProperty.CONSOLE_STRUCTURED_FORMAT.getEnvironmentVariableName());
			String[] all = args.clone();
			all[0] = format;
			new SpringApplicationBuilder(ConsoleApplication.class).web(WebApplicationType.NONE).run(all).close();
			logger.info("After {}", format);
		}
	}

	@Bean
	CommandLineRunner work(Tracer tracer, TelemetryRecorder recorder) {
		return (args) -> {
			Span span = tracer.spanBuilder("work").startSpan();
			try (Scope ignored = span.makeCurrent();
					LogContextScope alsoIgnored = recorder.logContext(Map.of("workflow.id", "w-1"));
					MDC.MDCCloseable user = MDC.putCloseable("user", "ann")) {
				logger.atInfo().addKeyValue("order", 7).addMarker(MarkerFactory.getMarker("AUDIT")).log("Placed {}", 7);
				logger.error("Failed", new IllegalStateException("boom", new IllegalArgumentException("cause")));
			}
			span.end();
		};
	}

}
