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
 * What Tomcat knows of the response to an asynchronous request.
 */
final class TomcatResponse implements ContainerResponse {

	private static final String ADAPTER = CoyoteAdapter.class.getName();

	/** Where the adapter begins a request; what follows has another method. */
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
	 * Tomcat forgets a request whose connection or stream has broken off before its first
	 * dispatch was over, if another thread asks for the next dispatch before the error is
	 * reported, at the end of the first one, or while it is. If none does, Tomcat
	 * completes the request right after that: one whose response is committed has its
	 * final status already.
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

	// Tomcat has no state that tells this dispatch from the next.
	private static boolean isFirstDispatch() {
		return StackWalker.getInstance()
			.walk((frames) -> frames.filter((frame) -> frame.getClassName().equals(ADAPTER))
				.findFirst()
				.filter((frame) -> frame.getMethodName().equals(FIRST_DISPATCH))
				.isPresent());
	}

}
