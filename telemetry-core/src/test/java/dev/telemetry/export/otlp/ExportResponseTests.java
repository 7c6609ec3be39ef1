package dev.telemetry.export.otlp;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SplittableRandom;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import io.opentelemetry.proto.collector.trace.v1.ExportTracePartialSuccess;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ExportResponse}.
 */
class ExportResponseTests {

	@Test
	void anEmptyAnswerRejectsNothing() {
		assertThat(ExportResponse.rejectedRecords(new byte[0])).isZero();
		assertThat(ExportResponse.rejectedRecords(response(0, ""))).isZero();
	}

	@ParameterizedTest
	@ValueSource(longs = { 1, 127, 128, 16_384, Integer.MAX_VALUE, Long.MAX_VALUE })
	void readsHowManySpansAreRejected(long rejected) {
		assertThat(ExportResponse.rejectedRecords(response(rejected, "over quota"))).isEqualTo(rejected);
		assertThat(ExportResponse.rejectedRecords(response(rejected, ""))).isEqualTo(rejected);
	}

	@Test
	void aWarningRejectsNothing() {
		assertThat(ExportResponse.rejectedRecords(response(0, "use the other port"))).isZero();
	}

	@Test
	void aNegativeNumberRejectsNothing() {
		assertThat(ExportResponse.rejectedRecords(response(-3, ""))).isZero();
	}

	@Test
	void passesOverFieldsOfLaterVersions() {
		UnknownFieldSet unknown = UnknownFieldSet.newBuilder()
			.addField(7, UnknownFieldSet.Field.newBuilder().addVarint(-1).build())
			.addField(8, UnknownFieldSet.Field.newBuilder().addFixed32(1).build())
			.addField(9, UnknownFieldSet.Field.newBuilder().addFixed64(2).build())
			.addField(500, UnknownFieldSet.Field.newBuilder().addLengthDelimited(ByteString.copyFromUtf8("x")).build())
			.build();
		byte[] body = ExportTraceServiceResponse.newBuilder()
			.setUnknownFields(unknown)
			.setPartialSuccess(ExportTracePartialSuccess.newBuilder().setRejectedSpans(5).setUnknownFields(unknown))
			.build()
			.toByteArray();
		assertThat(ExportResponse.rejectedRecords(body)).isEqualTo(5);
	}

	@Test
	void anAnswerThatIsCutIsUnreadable() {
		byte[] whole = response(300, "over quota");
		for (int length = 1; length < whole.length; length++) {
			assertThat(ExportResponse.rejectedRecords(Arrays.copyOf(whole, length))).as("%d bytes", length)
				.isEqualTo(ExportResponse.UNREADABLE);
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			{}                                                                     | 0
			{"partialSuccess":{}}                                                  | 0
			{"partialSuccess":{"rejectedSpans":"12","errorMessage":"over quota"}}  | 12
			{"partialSuccess":{"rejectedSpans":12}}                                | 12
			{"partial_success":{"rejected_spans": 3}}                              | 3
			{"partialSuccess":{"rejectedSpans":-4}}                                | 0
			""")
	void readsJsonAsWell(String json, long rejected) {
		assertThat(ExportResponse.rejectedRecords(bytes(json))).isEqualTo(rejected);
		assertThat(ExportResponse.rejectedRecords(bytes("\r\n " + json + "\n"))).isEqualTo(rejected);
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"error\":\"invalid token\"}", "{\"status\":401}", "{\"errors\":[]}" })
	void anotherObjectIsUnreadable(String json) {
		assertThat(ExportResponse.rejectedRecords(bytes(json))).isEqualTo(ExportResponse.UNREADABLE);
	}

	@ParameterizedTest
	@ValueSource(strings = { "<html>Please log in</html>", "<!DOCTYPE html>", "OK", "Not found", "\uFEFF<?xml?>" })
	void aPageIsUnreadable(String page) {
		assertThat(ExportResponse.rejectedRecords(bytes(page))).isEqualTo(ExportResponse.UNREADABLE);
	}

	@Test
	void neverThrows() {
		SplittableRandom random = new SplittableRandom(20_26);
		byte[] valid = response(300, "over quota");
		for (int i = 0; i < 100_000; i++) {
			byte[] body = new byte[random.nextInt(64)];
			random.nextBytes(body);
			assertThat(ExportResponse.rejectedRecords(body)).isGreaterThanOrEqualTo(ExportResponse.UNREADABLE);
			byte[] changed = valid.clone();
			changed[random.nextInt(changed.length)] = (byte) random.nextInt();
			assertThat(ExportResponse.rejectedRecords(changed)).isGreaterThanOrEqualTo(ExportResponse.UNREADABLE);
		}
	}

	private static byte[] response(long rejected, String message) {
		return ExportTraceServiceResponse.newBuilder()
			.setPartialSuccess(
					ExportTracePartialSuccess.newBuilder().setRejectedSpans(rejected).setErrorMessage(message))
			.build()
			.toByteArray();
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

}
