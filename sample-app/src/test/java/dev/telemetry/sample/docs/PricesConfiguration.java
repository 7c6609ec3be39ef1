package dev.telemetry.sample.docs;

import java.net.http.HttpClient;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import dev.telemetry.autoconfigure.client.TelemetryHttpClients;

/**
 * A client of the JDK, as the page shows it.
 */
@Configuration(proxyBeanMethods = false)
class PricesConfiguration {

	@Bean
	HttpClient pricesClient(TelemetryHttpClients clients) {
		return clients.wrap(HttpClient.newHttpClient(), (request) -> request.method() + " /prices/{item}");
	}

}
