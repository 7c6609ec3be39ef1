package dev.telemetry.benchmarks;

import io.opentelemetry.sdk.trace.export.SpanExporter;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/**
 * The smallest application that has everything wired as users have it, but for a
 * collector.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@RestController
class BenchmarkApplication {

	@Bean
	SpanExporter silentSpanExporter() {
		return new SilentSpanExporter();
	}

	@GetMapping("/items/{id}")
	String item(@PathVariable String id) {
		return id;
	}

}
