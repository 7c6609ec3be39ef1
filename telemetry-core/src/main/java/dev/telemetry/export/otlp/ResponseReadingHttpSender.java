package dev.telemetry.export.otlp;

import java.io.IOException;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.common.export.HttpResponse;
import io.opentelemetry.sdk.common.export.HttpSender;
import io.opentelemetry.sdk.common.export.MessageWriter;
import org.jspecify.annotations.Nullable;

/**
 * Reads the answers of another sender. An answer with status {@code 200} that is not
 * OTLP, such as the login page of a proxy, is a failure. The exporter sees the status
 * only, because it logs everything that it receives.
 *
 * @param sender sends the requests
 * @param attempts supplies the attempt that waits for the answer
 * @param failures describes why there is no answer
 */
record ResponseReadingHttpSender(HttpSender sender, Supplier<@Nullable AnswerListener> attempts,
		OtlpFailures failures) implements HttpSender {

	@Override
	public void send(MessageWriter message, Consumer<HttpResponse> onResponse, Consumer<Throwable> onError) {
		AnswerListener attempt = this.attempts.get();
		this.sender.send(message, (response) -> {
			if (attempt == null || read(response, attempt)) {
				onResponse.accept(new Wordless(response.getStatusCode()));
			}
			else {
				onError.accept(new IOException("The answer is not OTLP"));
			}
		}, (failure) -> {
			if (attempt != null) {
				attempt.unanswered(this.failures.describe(failure));
			}
			onError.accept(failure);
		});
	}

	// Returns true if the exporter may see the status: it is a success, or one that the
	// exporter takes for a failure anyway.
	private boolean read(HttpResponse response, AnswerListener attempt) {
		this.failures.answered();
		if (response instanceof DelayedResponse delayed && delayed.retryAfter() != null) {
			attempt.retryAfter(delayed.retryAfter());
		}
		int status = response.getStatusCode();
		if (status < 200 || status >= 300) {
			attempt.answered(OtlpFailures.describe(status), !OtlpStatus.isRetryable(status));
			return true;
		}
		byte @Nullable [] body = response.getResponseBody();
		long rejected = (body != null) ? ExportResponse.rejectedRecords(body) : 0;
		if (rejected == ExportResponse.UNREADABLE) {
			attempt.answered("HTTP " + status + " with an answer that is not OTLP", false);
			return false;
		}
		attempt.rejected(rejected);
		return true;
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
	private record Wordless(int getStatusCode) implements HttpResponse {

		@Override
		public String getStatusMessage() {
			return "";
		}

		@Override
		public byte[] getResponseBody() {
			return new byte[0];
		}

	}

}
