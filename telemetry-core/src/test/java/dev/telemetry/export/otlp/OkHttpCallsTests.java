package dev.telemetry.export.otlp;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import okhttp3.RequestBody;
import org.junit.jupiter.api.Test;

import dev.telemetry.test.OtlpReceiver;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link OkHttpCalls}.
 */
class OkHttpCallsTests {

	private static final Duration LONG = Duration.ofSeconds(20);

	@Test
	void whatIsNotSentBecauseThereAreNoHeadersMayBeSentAgain() {
		OkHttpCalls calls = OkHttpCalls.create(null, LONG, LONG, (bytes) -> {
		}, (client) -> {
		});
		List<Throwable> failures = new ArrayList<>();
		calls.send(OtlpReceiver.unusedEndpoint(), () -> {
			throw new IllegalStateException("the token is being renewed");
		}, Map.of(), RequestBody.create(new byte[0]), (response) -> () -> {
		}, failures::add);
		assertThat(failures).singleElement().satisfies((failure) -> {
			assertThat(NetworkFailures.isUnreachable(failure)).isTrue();
			assertThat(failure.getMessage()).doesNotContain("token");
		});
		calls.shutdown();
	}

}
