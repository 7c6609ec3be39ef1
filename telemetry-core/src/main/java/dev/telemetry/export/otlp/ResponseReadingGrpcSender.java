package dev.telemetry.export.otlp;

import java.util.function.Consumer;
import java.util.function.Supplier;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.common.export.GrpcResponse;
import io.opentelemetry.sdk.common.export.GrpcSender;
import io.opentelemetry.sdk.common.export.GrpcStatusCode;
import io.opentelemetry.sdk.common.export.MessageWriter;
import org.jspecify.annotations.Nullable;

/**
 * Reads the answers of another sender. The exporter sees the status only, because it logs
 * everything that it receives.
 *
 * @param sender sends the requests
 * @param attempts supplies the attempt that waits for the answer
 * @param failures describes why there is no answer
 */
record ResponseReadingGrpcSender(GrpcSender sender, Supplier<@Nullable AnswerListener> attempts,
		OtlpFailures failures) implements GrpcSender {

	@Override
	public void send(MessageWriter message, Consumer<GrpcResponse> onResponse, Consumer<Throwable> onError) {
		AnswerListener attempt = this.attempts.get();
		this.sender.send(message, (response) -> {
			if (attempt != null) {
				read(response, attempt);
			}
			onResponse.accept(new Wordless(response.getStatusCode()));
		}, (failure) -> {
			if (attempt != null) {
				attempt.unanswered(this.failures.describe(failure));
			}
			onError.accept(failure);
		});
	}

	private void read(GrpcResponse response, AnswerListener attempt) {
		this.failures.answered();
		if (response instanceof DelayedResponse delayed && delayed.retryAfter() != null) {
			attempt.retryAfter(delayed.retryAfter());
		}
		if (response.getStatusCode() == GrpcStatusCode.OK) {
			attempt.rejected(ExportResponse.rejectedRecords(response.getResponseMessage()));
		}
		else {
			GrpcStatusCode status = response.getStatusCode();
			attempt.answered(OtlpFailures.describe(status), !OtlpStatus.isRetryable(status));
		}
	}

	@Override
	public CompletableResultCode shutdown() {
		return this.sender.shutdown();
	}

	/**
	 * An answer without text of the backend.
	 *
	 * @param getStatusCode the status
	 */
	private record Wordless(GrpcStatusCode getStatusCode) implements GrpcResponse {

		@Override
		public String getStatusDescription() {
			return "";
		}

		@Override
		public byte[] getResponseMessage() {
			return new byte[0];
		}

	}

}
