package dev.telemetry.export.otlp;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;

import com.google.protobuf.Any;
import com.google.rpc.RetryInfo;
import com.google.rpc.Status;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.telemetry.export.HostileSpans;
import dev.telemetry.test.Behaviour;
import dev.telemetry.test.OtlpReceiver;

import static org.assertj.core.api.Assertions.assertThat;

class RetryDelayTests {

	private static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");

	@Test
	void aNumberIsSeconds() {
		assertThat(RetryDelay.ofHeader(" 120 ", NOW)).isEqualTo(Duration.ofMinutes(2));
	}

	@Test
	void aDateIsTheTimeUntilThen() {
		assertThat(RetryDelay.ofHeader("Tue, 01 Jan 2030 00:05:00 GMT", NOW)).isEqualTo(Duration.ofMinutes(5));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "0", "-1", "1.5", "soon", "1e9", "99999999999999999999",
			"Mon, 31 Dec 2029 00:00:00 GMT", "Tue, 99 Jan 2030 00:05:00 GMT", "١٢" })
	void anythingElseIsIgnored(String value) {
		assertThat(RetryDelay.ofHeader(value, NOW)).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "86400", "999999999999999999", "Tue, 01 Jan 2999 00:05:00 GMT" })
	void nothingIsLongerThanAnHour(String value) {
		assertThat(RetryDelay.ofHeader(value, NOW)).isEqualTo(Duration.ofHours(1));
	}

	@Test
	void retryInfoIsRead() {
		assertThat(RetryDelay.ofStatusDetails(details(30, 500_000_000))).isEqualTo(Duration.ofMillis(30_500));
		assertThat(RetryDelay.ofStatusDetails(details(1_000_000, 0))).isEqualTo(Duration.ofHours(1));
		assertThat(RetryDelay.ofStatusDetails(details(-1, 0))).isNull();
		assertThat(RetryDelay.ofStatusDetails(details(Long.MAX_VALUE, Integer.MAX_VALUE))).isNull();
		assertThat(RetryDelay.ofStatusDetails("not base64")).isNull();
		assertThat(RetryDelay.ofStatusDetails(null)).isNull();
	}

	@Test
	void hostileDetailsAreIgnored() {
		Random random = new Random(42);
		byte[] good = Base64.getDecoder().decode(details(30, 0));
		for (int i = 0; i < 5_000; i++) {
			byte[] bad = good.clone();
			bad[random.nextInt(bad.length)] = (byte) random.nextInt();
			Duration delay = RetryDelay.ofStatusDetails(Base64.getEncoder().encodeToString(bad));
			assertThat(delay == null || (!delay.isNegative() && delay.compareTo(Duration.ofHours(1)) <= 0)).isTrue();
		}
	}

	private static String details(long seconds, int nanos) {
		RetryInfo info = RetryInfo.newBuilder()
			.setRetryDelay(com.google.protobuf.Duration.newBuilder().setSeconds(seconds).setNanos(nanos))
			.build();
		Status status = Status.newBuilder().setCode(8).setMessage("later").addDetails(Any.pack(info)).build();
		return Base64.getEncoder().withoutPadding().encodeToString(status.toByteArray());
	}

	@ParameterizedTest
	@EnumSource
	void whatABackendAsksForIsReported(OtlpProtocol protocol) {
		try (OtlpReceiver receiver = (protocol == OtlpProtocol.GRPC) ? OtlpReceiver.grpc() : OtlpReceiver.http()) {
			receiver.respond(Behaviour.status(429, Duration.ofSeconds(300)));
			assertThat(reported(receiver, protocol)).containsExactly("retry after PT5M", "answered");
			receiver.respond(Behaviour.status(503));
			assertThat(reported(receiver, protocol)).containsExactly("answered");
			receiver.respond(Behaviour.accept());
			assertThat(reported(receiver, protocol)).containsExactly("rejected 0");
			assertThat(receiver.attempts()).isEqualTo(3);
		}
	}

	private static List<String> reported(OtlpReceiver receiver, OtlpProtocol protocol) {
		OtlpSettings settings = new OtlpSettings(OtlpEndpoint.of(receiver.endpoint(), protocol), Map.of(),
				Duration.ofSeconds(20), Duration.ofSeconds(20), false, null);
		OtlpResponses responses = new OtlpResponses();
		List<String> said = new ArrayList<>();
		responses.begin(new AnswerListener() {

			@Override
			public void rejected(long number) {
				said.add("rejected " + number);
			}

			@Override
			public void answered(String status, boolean refused) {
				said.add("answered");
			}

			@Override
			public void unanswered(String words) {
				said.add("unanswered");
			}

			@Override
			public void retryAfter(Duration delay) {
				said.add("retry after " + delay);
			}

		});
		SpanExporter exporter = OtlpSpanExporters.create(settings, responses);
		try {
			assertThat(exporter.export(List.of(HostileSpans.plain("a"))).join(20, TimeUnit.SECONDS).isDone()).isTrue();
			return said;
		}
		finally {
			exporter.shutdown().join(10, TimeUnit.SECONDS);
		}
	}

}
