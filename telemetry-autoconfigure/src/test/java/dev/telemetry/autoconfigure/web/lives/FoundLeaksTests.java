package dev.telemetry.autoconfigure.web.lives;

import java.util.List;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The kit finds what is left on whichever thread.
 */
class FoundLeaksTests {

	@ParameterizedTest
	@EnumSource(ServletServer.class)
	void whatIsLeftOnAThreadIsFound(ServletServer container) throws Exception {
		for (String path : List.of("/leaks/request", "/leaks/worker", "/leaks/executor")) {
			try (LivesServer server = new LivesServer(container)) {
				server.send("GET", "/items/17");
				server.assertNothingIsLeft();
				server.send("GET", path);
				assertThatExceptionOfType(AssertionError.class).as(path).isThrownBy(server::assertNothingIsLeft);
			}
		}
	}

}
