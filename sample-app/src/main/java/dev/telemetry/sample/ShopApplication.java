package dev.telemetry.sample;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/**
 * A small shop on an embedded database. Requests and calls are observed without any code;
 * the jobs use the annotation and the recorder.
 */
@SpringBootApplication(proxyBeanMethods = false)
@ConfigurationPropertiesScan
public final class ShopApplication {

	private ShopApplication() {
	}

	/**
	 * Opens the shop.
	 * @param args properties such as {@code --server.port=9090}
	 */
	public static void main(String[] args) {
		SpringApplication.run(ShopApplication.class, args);
	}

}
