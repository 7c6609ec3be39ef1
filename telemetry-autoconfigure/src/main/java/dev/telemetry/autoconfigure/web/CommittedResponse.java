package dev.telemetry.autoconfigure.web;

import java.nio.ByteBuffer;
import java.util.function.Function;
import java.util.function.LongSupplier;

import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.server.HttpStream;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

import dev.telemetry.servlet.ContainerHook;

/**
 * Notes when Jetty puts a response on the wire, which it does not tell. Thread safe.
 */
final class CommittedResponse implements LongSupplier, Function<HttpStream, HttpStream> {

	private static final String ATTRIBUTE = CommittedResponse.class.getName();

	private volatile long nanos = ContainerHook.UNKNOWN;

	private CommittedResponse() {
	}

	/**
	 * Follows the response to a request, once.
	 * @return what tells when it was put on the wire
	 */
	static CommittedResponse of(Request request) {
		if (request.getAttribute(ATTRIBUTE) instanceof CommittedResponse present) {
			return present;
		}
		CommittedResponse response = new CommittedResponse();
		request.addHttpStreamWrapper(response);
		request.setAttribute(ATTRIBUTE, response);
		return response;
	}

	@Override
	public HttpStream apply(HttpStream stream) {
		return new Stream(stream, this);
	}

	@Override
	public long getAsLong() {
		return this.nanos;
	}

	// Content has no head, and some heads are not the last one.
	private void sending(MetaData.@Nullable Response head) {
		if (head != null && !HttpStatus.isInterim(head.getStatus()) && this.nanos == ContainerHook.UNKNOWN) {
			this.nanos = System.nanoTime();
		}
	}

	private static final class Stream extends HttpStream.Wrapper {

		private final CommittedResponse response;

		Stream(HttpStream wrapped, CommittedResponse response) {
			super(wrapped);
			this.response = response;
		}

		@Override
		public void send(MetaData.Request request, MetaData.@Nullable Response response, boolean last,
				@Nullable ByteBuffer content, Callback callback) {
			this.response.sending(response);
			super.send(request, response, last, content, callback);
		}

	}

}
