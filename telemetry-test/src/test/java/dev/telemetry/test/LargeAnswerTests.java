package dev.telemetry.test;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

import com.google.protobuf.InvalidProtocolBufferException;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link LargeAnswer}.
 */
class LargeAnswerTests {

	@ParameterizedTest
	@ValueSource(ints = { 1024, 64 * 1024, 1_000_000 })
	void isAWarningOfTheSizeWanted(int size) throws InvalidProtocolBufferException {
		byte[] whole = whole(new LargeAnswer(size), 64 * 1024);
		assertThat(whole).hasSize(size);
		ExportTraceServiceResponse message = ExportTraceServiceResponse.parseFrom(whole);
		assertThat(message.getPartialSuccess().getRejectedSpans()).isZero();
		assertThat(message.getPartialSuccess().getErrorMessage()).hasSize(size - 12).matches("x+");
	}

	@Test
	void isTheSameInSmallParts() {
		assertThat(whole(new LargeAnswer(2000), 1)).isEqualTo(whole(new LargeAnswer(2000), 2000));
	}

	@Test
	void isUnreadableInPart() {
		byte[] whole = whole(new LargeAnswer(1024), 1024);
		for (int length = 1; length < whole.length; length++) {
			byte[] part = Arrays.copyOf(whole, length);
			assertThatExceptionOfType(InvalidProtocolBufferException.class)
				.isThrownBy(() -> ExportTraceServiceResponse.parseFrom(part));
		}
	}

	private static byte[] whole(LargeAnswer answer, int partSize) {
		ByteArrayOutputStream whole = new ByteArrayOutputStream();
		byte[] part = answer.next(partSize);
		while (part.length > 0) {
			whole.writeBytes(part);
			part = answer.next(partSize);
		}
		return whole.toByteArray();
	}

}
