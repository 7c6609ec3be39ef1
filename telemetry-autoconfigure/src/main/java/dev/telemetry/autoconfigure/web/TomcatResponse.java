package dev.telemetry.autoconfigure.web;

import java.util.concurrent.atomic.AtomicBoolean;

import org.apache.catalina.connector.CoyoteAdapter;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.coyote.ActionCode;

import dev.telemetry.health.InternalFailures;
import dev.telemetry.servlet.ContainerHook;
import dev.telemetry.servlet.ContainerResponse;

/**
 * Tomcat's view of the response to an asynchronous request.
 */
final class TomcatResponse implements ContainerResponse {

	private static final String ADAPTER = CoyoteAdapter.class.getName();

	/**
	 * Method of the adapter in which a request begins; later dispatches have another one.
	 */
	private static final String FIRST_DISPATCH = "service";

	private final Request request;

	private final Response response;

	private final InternalFailures failures;

	TomcatResponse(Request request, Response response, InternalFailures failures) {
		this.request = request;
		this.response = response;
		this.failures = failures;
	}

	@Override
	public long committedNanos() {
		return committedNanos(this.response, this.failures);
	}

	static long committedNanos(Response response, InternalFailures failures) {
		try {
			return (response.isCommitted()) ? response.getCoyoteResponse().getCommitTimeNanos() : ContainerHook.UNKNOWN;
		}
		catch (Throwable ex) {
			failures.report("asking Tomcat when it sent a response", ex);
			return ContainerHook.UNKNOWN;
		}
	}

	/**
	 * Returns whether Tomcat reports the error of a broken connection or stream during
	 * the first dispatch. Tomcat then forgets the request if another thread asks for the
	 * next dispatch before or while the error is reported. Otherwise, Tomcat completes
	 * the request right after that; if the response is committed, its status is final
	 * already.
	 */
	@Override
	public boolean isGivenUp() {
		try {
			return (this.request.isAsyncDispatching() || this.response.isCommitted()) && !isWritable()
					&& isFirstDispatch();
		}
		catch (Throwable ex) {
			this.failures.report("asking Tomcat whether it goes on with a request", ex);
			return false;
		}
	}

	private boolean isWritable() {
		AtomicBoolean allowed = new AtomicBoolean(true);
		this.response.getCoyoteResponse().action(ActionCode.IS_IO_ALLOWED, allowed);
		return allowed.get();
	}

	// Tomcat has no state that distinguishes this dispatch from later ones.
	private static boolean isFirstDispatch() {
		return StackWalker.getInstance()
			.walk((frames) -> frames.filter((frame) -> frame.getClassName().equals(ADAPTER))
				.findFirst()
				.filter((frame) -> frame.getMethodName().equals(FIRST_DISPATCH))
				.isPresent());
	}

}
