package dev.telemetry.sample;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

class ShopApplicationTests {

	// Far more than it needs, so that only a hang on something that is not there fails.
	private static final Duration SOON = Duration.ofSeconds(20);

	@Test
	void theShopOpensAndClosesSoon() {
		long start = System.nanoTime();
		try (ConfigurableApplicationContext shop = new SpringApplicationBuilder(ShopApplication.class)
			.run("--server.port=0")) {
			assertThat(shop.isRunning()).isTrue();
		}
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(SOON);
	}

}
