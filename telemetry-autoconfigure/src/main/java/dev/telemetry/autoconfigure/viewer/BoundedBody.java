package dev.telemetry.autoconfigure.viewer;

import java.io.ByteArrayOutputStream;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

import org.jspecify.annotations.Nullable;

/**
 * Reads the body of an answer up to a maximum number of bytes.
 */
final class BoundedBody implements BodySubscriber<byte[]> {

	private final int maxBytes;

	private final CompletableFuture<byte[]> body = new CompletableFuture<>();

	private final ByteArrayOutputStream read = new ByteArrayOutputStream();

	private Flow.@Nullable Subscription subscription;

	BoundedBody(int maxBytes) {
		this.maxBytes = maxBytes;
	}

	@Override
	public CompletionStage<byte[]> getBody() {
		return this.body;
	}

	@Override
	public void onSubscribe(Flow.Subscription granted) {
		this.subscription = granted;
		granted.request(Long.MAX_VALUE);
	}

	@Override
	public void onNext(List<ByteBuffer> buffers) {
		for (ByteBuffer buffer : buffers) {
			if (this.read.size() + buffer.remaining() > this.maxBytes) {
				tooLarge();
				return;
			}
			byte[] bytes = new byte[buffer.remaining()];
			buffer.get(bytes);
			this.read.writeBytes(bytes);
		}
	}

	private void tooLarge() {
		Flow.Subscription granted = this.subscription;
		if (granted != null) {
			granted.cancel();
		}
		this.body.completeExceptionally(new TooLargeException());
	}

	@Override
	public void onError(Throwable throwable) {
		this.body.completeExceptionally(throwable);
	}

	@Override
	public void onComplete() {
		this.body.complete(this.read.toByteArray());
	}

	/**
	 * Thrown when a body is longer than the maximum.
	 */
	static final class TooLargeException extends RuntimeException {

		private static final long serialVersionUID = 1L;

		TooLargeException() {
			super("The answer is too large");
		}

	}

}
