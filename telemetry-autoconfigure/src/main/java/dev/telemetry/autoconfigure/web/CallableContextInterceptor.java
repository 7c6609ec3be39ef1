package dev.telemetry.autoconfigure.web;

import java.util.concurrent.Callable;
import java.util.function.Predicate;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import jakarta.servlet.ServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.context.request.async.AsyncWebRequest;
import org.springframework.web.context.request.async.CallableProcessingInterceptor;

import dev.telemetry.health.ContextLeaks;
import dev.telemetry.health.InternalFailures;
import dev.telemetry.servlet.RequestThread;
import dev.telemetry.servlet.RequestWork;

/**
 * Makes the span of a request current while Spring MVC runs the {@link Callable} that a
 * handler returned, so that its log lines have the ids, its spans have the right parent,
 * and its stack shows why the request is slow. Never throws: an exception would become
 * the result of the request.
 */
final class CallableContextInterceptor implements CallableProcessingInterceptor {

	private static final String CONTEXT = CallableContextInterceptor.class.getName() + ".context";

	private static final String TASK = "a Callable of a request";

	private final ContextLeaks leaks;

	private final InternalFailures failures;

	private final Predicate<Context> carried;

	// A thread local, and not an attribute of the request: after a timeout, the container
	// may have recycled the request, and the thread must be restored nevertheless. There
	// is one for each application, and it is always removed.
	@SuppressWarnings("ThreadLocalUsage")
	private final ThreadLocal<Entered> entered = new ThreadLocal<>();

	/**
	 * Creates an interceptor.
	 * @param leaks restores contexts after a task that leaves scopes open
	 * @param failures receives failures of this project's own code
	 * @param carried decides which contexts are made current for the task
	 */
	CallableContextInterceptor(ContextLeaks leaks, InternalFailures failures, Predicate<Context> carried) {
		this.leaks = leaks;
		this.failures = failures;
		this.carried = carried;
	}

	@Override
	public <T> void beforeConcurrentHandling(NativeWebRequest request, Callable<T> task) {
		try {
			Context context = Context.current();
			if (this.carried.test(context)) {
				request.setAttribute(CONTEXT, context, RequestAttributes.SCOPE_REQUEST);
			}
		}
		catch (Throwable ex) {
			this.failures.report("handing a request to another thread", ex);
		}
	}

	@Override
	@SuppressWarnings("MustBeClosedChecker")
	public <T> void preProcess(NativeWebRequest request, Callable<T> task) {
		try {
			if (request.getAttribute(CONTEXT, RequestAttributes.SCOPE_REQUEST) instanceof Context context) {
				// This reads the request, so that a failure comes before anything
				// is current.
				RequestWork work = work(request);
				// The executor may have carried a context whose span has ended since.
				Context before = this.leaks.begin(TASK);
				this.entered.set(new Entered(context.makeCurrent(), before, work));
			}
		}
		catch (Throwable ex) {
			if (!isOver(request)) {
				this.failures.report("continuing a request on another thread", ex);
			}
		}
	}

	/**
	 * Returns whether a request has ended, for example by its timeout, before its task
	 * has begun. The container may have recycled the request.
	 */
	static boolean isOver(NativeWebRequest request) {
		return request instanceof AsyncWebRequest async && async.isAsyncComplete();
	}

	private static @Nullable RequestWork work(NativeWebRequest request) {
		ServletRequest nativeRequest = request.getNativeRequest(ServletRequest.class);
		return (nativeRequest != null) ? RequestThread.enter(nativeRequest) : null;
	}

	@Override
	public <T> void postProcess(NativeWebRequest request, Callable<T> task, @Nullable Object concurrentResult) {
		try {
			Entered entered = this.entered.get();
			if (entered != null) {
				this.entered.remove();
				entered.leave();
				entered.scope().close();
				this.leaks.restore(entered.before(), TASK);
			}
		}
		catch (Throwable ex) {
			this.failures.report("leaving another thread of a request", ex);
		}
	}

	private record Entered(Scope scope, Context before, @Nullable RequestWork work) {

		void leave() {
			if (this.work != null) {
				this.work.leave();
			}
		}

	}

}
