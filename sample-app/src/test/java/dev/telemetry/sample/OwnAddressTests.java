package dev.telemetry.sample;

import org.junit.jupiter.api.Test;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class OwnAddressTests {

	private final MockEnvironment environment = new MockEnvironment();

	private final OwnAddress address = new OwnAddress(this.environment);

	@Test
	void theAddressHasThePortOnWhichTheServerListens() {
		this.environment.setProperty("local.server.port", "4711");
		assertThat(this.address.uri()).hasToString("http://localhost:4711");
	}

	@Test
	void theAddressHasTheContextPath() {
		this.environment.setProperty("local.server.port", "4711");
		this.environment.setProperty("server.servlet.context-path", "/shop");
		assertThat(this.address.uri()).hasToString("http://localhost:4711/shop");
	}

	@Test
	void thereIsNoAddressBeforeTheServerListens() {
		assertThatIllegalStateException().isThrownBy(this.address::uri);
	}

}
