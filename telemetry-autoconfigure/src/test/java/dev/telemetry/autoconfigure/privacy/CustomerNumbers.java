package dev.telemetry.autoconfigure.privacy;

import java.util.regex.Pattern;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import dev.telemetry.privacy.SecretDetector;

@Configuration(proxyBeanMethods = false)
class CustomerNumbers {

	@Bean
	SecretDetector customerNumberDetector() {
		return SecretDetector.of("customer", Pattern.compile("CN-\\d{4,10}"));
	}

}
