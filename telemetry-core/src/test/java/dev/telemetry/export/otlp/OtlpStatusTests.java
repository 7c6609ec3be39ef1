package dev.telemetry.export.otlp;

import io.opentelemetry.sdk.common.export.GrpcStatusCode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class OtlpStatusTests {

	@ParameterizedTest
	@ValueSource(ints = { 301, 400, 405, 411, 413, 415, 422, 431, 500, 501, 505, 599 })
	void anAnswerAboutTheBatchIsNotRetryable(int status) {
		assertThat(OtlpStatus.isRetryable(status)).isFalse();
	}

	@ParameterizedTest
	@ValueSource(ints = { 401, 403, 404, 407, 408, 429, 502, 503, 504 })
	void anAnswerAboutTheBackendIsRetryable(int status) {
		assertThat(OtlpStatus.isRetryable(status)).isTrue();
	}

	@ParameterizedTest
	@EnumSource(
			names = { "UNKNOWN", "INVALID_ARGUMENT", "NOT_FOUND", "ALREADY_EXISTS", "FAILED_PRECONDITION", "INTERNAL" })
	void aStatusAboutTheBatchIsNotRetryable(GrpcStatusCode status) {
		assertThat(OtlpStatus.isRetryable(status)).isFalse();
	}

	@ParameterizedTest
	@EnumSource(names = { "CANCELLED", "DEADLINE_EXCEEDED", "PERMISSION_DENIED", "RESOURCE_EXHAUSTED", "ABORTED",
			"OUT_OF_RANGE", "UNIMPLEMENTED", "UNAVAILABLE", "DATA_LOSS", "UNAUTHENTICATED" })
	void aStatusAboutTheBackendIsRetryable(GrpcStatusCode status) {
		assertThat(OtlpStatus.isRetryable(status)).isTrue();
	}

}
