package dev.telemetry.autoconfigure.viewer;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class ViewerGuardTests {

	private final ViewerGuard guard = new ViewerGuard(false);

	@ParameterizedTest
	@CsvSource({ "127.0.0.1, localhost:8080", "127.8.9.10, 127.0.0.1", "::1, [::1]:8080", "0:0:0:0:0:0:0:1, LOCALHOST",
			"[0:0:0:0:0:0:0:1], localhost", "::ffff:127.0.0.1, shop.localhost:80" })
	void thisMachineIsAnswered(String peer, String host) {
		assertThat(this.guard.answers(List.of(peer, "127.0.0.1"), "localhost", Map.of("Host", host)::get)).isTrue();
	}

	@ParameterizedTest
	@CsvSource({ "10.0.0.1, localhost", "192.168.1.2, localhost", "2001:db8::1, localhost", "'', localhost",
			"localhost, localhost", "host1, localhost", "g:1, localhost", "[localhost], localhost", "'[::1', localhost",
			"[2001:db8::1], localhost", "127.0.0.1, evil.example", "127.0.0.1, 127.0.0.1.evil.example",
			"127.0.0.1, localhost.evil.example", "127.0.0.1, evil-localhost", "127.0.0.1, localhost:80@evil.example",
			"127.0.0.1, ''", "127.0.0.1, 'localhost, evil.example'", "127.0.0.1, 0.0.0.0", "127.0.0.1, '[::1'" })
	void othersAreNot(String peer, String host) {
		assertThat(this.guard.answers(List.of(peer, "127.0.0.1"), "localhost", Map.of("Host", host)::get)).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP", "Via" })
	void whatCameThroughAProxyIsNot(String header) {
		assertThat(this.guard.answers(List.of("127.0.0.1", "127.0.0.1"), "localhost",
				Map.of("Host", "localhost", header, "127.0.0.1")::get))
			.isFalse();
	}

	@ParameterizedTest
	@CsvSource({ "http://localhost:3000, true", "http://[::1]:8080, true", "https://evil.example, false",
			"https://localhost.evil.example, false", "null, false", "'', false" })
	void aPageFromElsewhereIsNotAnsweredWhateverOriginsTheApplicationAllows(String origin, boolean answered) {
		assertThat(this.guard.answers(List.of("127.0.0.1", "127.0.0.1"), "localhost",
				Map.of("Host", "localhost", "Origin", origin)::get))
			.isEqualTo(answered);
	}

	@Test
	void theTargetOfTheRequestCountsAsWell() {
		assertThat(
				this.guard.answers(List.of("127.0.0.1", "127.0.0.1"), "evil.example", Map.of("Host", "localhost")::get))
			.isFalse();
	}

	@Test
	void aPeerThatAContainerBelievesToBeHereDoesNotCountWhereItsOwnEndIsElsewhere() {
		assertThat(this.guard.answers(List.of("127.0.0.1", "10.0.0.9"), "localhost", Map.of("Host", "localhost")::get))
			.isFalse();
	}

	@Test
	void aConnectionWithoutAddressesIsRefused() {
		assertThat(this.guard.answers(Arrays.asList(null, null), "localhost", Map.of("Host", "localhost")::get))
			.isFalse();
		assertThat(this.guard.answers(List.of("127.0.0.1", "127.0.0.1"), null, Map.<String, String>of()::get))
			.isFalse();
	}

	@Test
	void anOpenOneAnswersAll() {
		assertThat(new ViewerGuard(true).answers(List.of("10.0.0.1", "10.0.0.9"), "shop.example",
				Map.of("Via", "1.1 proxy")::get))
			.isTrue();
	}

}
