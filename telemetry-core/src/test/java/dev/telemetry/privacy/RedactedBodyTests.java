package dev.telemetry.privacy;

import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.logs.SdkLoggerProvider;
import io.opentelemetry.sdk.logs.data.LogRecordData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is left of the body of a log record if messages of exceptions are kept in the
 * process.
 */
class RedactedBodyTests {

	private static final Redaction SILENT = new Redaction(
			new RedactionSettings(SecretKind.defaults(), List.of(), List.of(), Replacement.mask(), 65_536, false),
			List.of());

	@ParameterizedTest
	@CsvSource({ "java.lang.IllegalStateException: no order 17, java.lang.IllegalStateException: [redacted:text]",
			"no order 17, [redacted:text]", "Order failed: no order 17 (again), Order failed: [redacted:text]",
			"Order failed, Order failed" })
	void messagesOfExceptionsAreNotInTheBodyEither(String body, String left) {
		LogRecordData log = log(body, "no order 17");
		assertThat(SILENT.apply(log).getBodyValue().asString()).isEqualTo(left);
		assertThat(SILENT.apply(log).getAttributes().isEmpty()).isTrue();
		assertThat(SILENT.apply(log(body, "")).getBodyValue().asString()).isEqualTo(body);
		assertThat(new Redaction(RedactionSettings.defaults(), List.of()).apply(log)).isSameAs(log);
	}

	@Test
	void norIsTheBeginningOfALongOneThatTheBodyEndsWith() {
		String message = "no order 17 of bob ".repeat(10);
		LogRecordData log = log("Order failed: " + message.substring(0, 100), message);
		assertThat(SILENT.apply(log).getBodyValue().asString()).isEqualTo("Order failed: [redacted:text]");
	}

	private static LogRecordData log(String body, String message) {
		AtomicReference<LogRecordData> emitted = new AtomicReference<>();
		try (SdkLoggerProvider provider = SdkLoggerProvider.builder()
			.addLogRecordProcessor((context, log) -> emitted.set(log.toLogRecordData()))
			.build()) {
			provider.get("shop")
				.logRecordBuilder()
				.setBody(body)
				.setAttribute(AttributeKey.stringKey("exception.message"), message)
				.emit();
		}
		return emitted.get();
	}

}
