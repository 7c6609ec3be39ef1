package dev.telemetry.autoconfigure.web;

import java.nio.ByteBuffer;
import java.util.function.Function;

import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.server.HttpStream;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

import dev.telemetry.health.InternalFailures;
import dev.telemetry.servlet.ContainerHook;
import dev.telemetry.servlet.ContainerResponse;

/**
 * Notes when Jetty puts a response on the wire, which Jetty does not report, and when
 * Jetty is done with it: an asynchronous request that fails after that is never
 * completed. Thread safe.
 */
final class JettyResponse implements ContainerResponse, Function<HttpStream, HttpStream> {

	private static final String ATTRIBUTE = JettyResponse.class.getName();

	private volatile long nanos = ContainerHook.UNKNOWN;

	private final InternalFailures failures;

	private volatile @Nullable Runnable end;

	JettyResponse(InternalFailures failures) {
		this.failures = failures;
	}

	/**
	 * Follows the response to a request. A second call for the request returns the same
	 * object.
	 * @param request the request
	 * @param failures receives failures of following the response
	 * @return the view of the response
	 */
	static JettyResponse of(Request request, InternalFailures failures) {
		if (request.getAttribute(ATTRIBUTE) instanceof JettyResponse present) {
			return present;
		}
		JettyResponse response = new JettyResponse(failures);
		request.addHttpStreamWrapper(response);
		request.setAttribute(ATTRIBUTE, response);
		return response;
	}

	@Override
	public HttpStream apply(HttpStream stream) {
		return new Stream(stream, this);
	}

	@Override
	public long committedNanos() {
		return this.nanos;
	}

	@Override
	public void atEnd(Runnable action) {
		this.end = action;
	}

	// Content has no head, and an interim response has a head that is not the last one.
	private void sending(MetaData.@Nullable Response head) {
		if (head != null && !HttpStatus.isInterim(head.getStatus()) && this.nanos == ContainerHook.UNKNOWN) {
			this.nanos = System.nanoTime();
		}
	}

	// Called before the stream itself ends: after that, Jetty may reuse the request.
	private void ends() {
		Runnable end = this.end;
		if (end == null) {
			return;
		}
		try {
			end.run();
		}
		catch (Throwable ex) {
			this.failures.report("ending a request of Jetty", ex);
		}
	}

	private static final class Stream extends HttpStream.Wrapper {

		private final JettyResponse response;

		Stream(HttpStream wrapped, JettyResponse response) {
			super(wrapped);
			this.response = response;
		}

		@Override
		public void send(MetaData.Request request, MetaData.@Nullable Response response, boolean last,
				@Nullable ByteBuffer content, Callback callback) {
			this.response.sending(response);
			super.send(request, response, last, content, callback);
		}

		@Override
		public void succeeded() {
			this.response.ends();
			super.succeeded();
		}

		@Override
		public void failed(Throwable failure) {
			this.response.ends();
			super.failed(failure);
		}

	}

}
