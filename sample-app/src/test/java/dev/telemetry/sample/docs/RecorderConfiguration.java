package dev.telemetry.sample.docs;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import dev.telemetry.record.EventFilter;
import dev.telemetry.record.OperationCustomizer;

/**
 * What is left out of all recordings, and what is added to them, as the page shows it.
 */
@Configuration(proxyBeanMethods = false)
class RecorderConfiguration {

	@Bean
	EventFilter onlyLargeBatches() {
		return (name, attributes) -> !name.equals("batch")
				|| (attributes.get("rows") instanceof Integer rows && rows > 100);
	}

	@Bean
	OperationCustomizer region() {
		return (recording) -> recording.attribute("region", "eu");
	}

}
