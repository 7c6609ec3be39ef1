package dev.telemetry.autoconfigure.web.lives;

import java.io.IOException;
import java.util.concurrent.Executor;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpUpgradeHandler;
import jakarta.servlet.http.WebConnection;

/**
 * The asynchronous context of servlets without a framework.
 */
final class RawServlet extends HttpServlet {

	private static final long serialVersionUID = 1L;

	private static final String CYCLE = "cycle";

	private final transient Executor workers;

	RawServlet(Executor workers) {
		this.workers = workers;
	}

	@Override
	protected void doGet(HttpServletRequest request, HttpServletResponse response)
			throws ServletException, IOException {
		boolean dispatched = request.getDispatcherType() == DispatcherType.ASYNC;
		switch (request.getPathInfo()) {
			case "/complete" -> this.workers.execute(completing(request.startAsync(), 202));
			case "/complete-at-once" -> completing(request.startAsync(), 202).run();
			case "/dispatch" -> dispatch(request, response, dispatched);
			case "/dispatch-to-item" -> {
				AsyncContext context = request.startAsync();
				this.workers.execute(() -> context.dispatch("/items/17"));
			}
			case "/forward" -> request.getRequestDispatcher("/items/17").forward(request, response);
			case "/dispatch-throw" -> dispatchThrow(request, dispatched);
			case "/dispatch-commit-throw" -> dispatchCommitThrow(request, response, dispatched);
			case "/two-cycles" -> twoCycles(request, response);
			case "/timeout" -> request.startAsync().setTimeout(timeout(request));
			case "/commit-timeout" -> {
				response.flushBuffer();
				request.startAsync().setTimeout(timeout(request));
			}
			case "/timeout-handled" -> timeoutHandled(request);
			case "/start-throw" -> {
				request.startAsync();
				throw new IllegalStateException("boom");
			}
			case "/upgrade" -> request.upgrade(Upgraded.class);
			default -> response.setStatus(204);
		}
	}

	@Override
	protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
		response.getWriter().print(request.getInputStream().readAllBytes().length);
	}

	private static Runnable completing(AsyncContext context, int status) {
		return () -> {
			((HttpServletResponse) context.getResponse()).setStatus(status);
			context.complete();
		};
	}

	private void dispatch(HttpServletRequest request, HttpServletResponse response, boolean dispatched) {
		if (dispatched) {
			response.setStatus(203);
			return;
		}
		AsyncContext context = request.startAsync();
		this.workers.execute(context::dispatch);
	}

	private void dispatchThrow(HttpServletRequest request, boolean dispatched) {
		if (dispatched) {
			throw new IllegalStateException("boom");
		}
		AsyncContext context = request.startAsync();
		this.workers.execute(context::dispatch);
	}

	private void dispatchCommitThrow(HttpServletRequest request, HttpServletResponse response, boolean dispatched)
			throws IOException {
		if (dispatched) {
			response.getOutputStream().write(' ');
			response.flushBuffer();
		}
		dispatchThrow(request, dispatched);
	}

	private void twoCycles(HttpServletRequest request, HttpServletResponse response) {
		int cycle = (request.getAttribute(CYCLE) instanceof Integer number) ? number : 0;
		request.setAttribute(CYCLE, cycle + 1);
		if (cycle == 2) {
			response.setStatus(203);
			return;
		}
		AsyncContext context = request.startAsync();
		this.workers.execute(context::dispatch);
	}

	private static long timeout(HttpServletRequest request) {
		String millis = request.getParameter("millis");
		return (millis != null) ? Long.parseLong(millis) : 30;
	}

	private static void timeoutHandled(HttpServletRequest request) {
		AsyncContext context = request.startAsync();
		context.setTimeout(timeout(request));
		context.addListener(new AsyncListener() {

			@Override
			public void onTimeout(AsyncEvent event) {
				completing(event.getAsyncContext(), 503).run();
			}

			@Override
			public void onComplete(AsyncEvent event) {
			}

			@Override
			public void onError(AsyncEvent event) {
			}

			@Override
			public void onStartAsync(AsyncEvent event) {
			}

		});
	}

	/** Takes the connection over and gives it up. */
	public static final class Upgraded implements HttpUpgradeHandler {

		@Override
		public void init(WebConnection connection) {
			try {
				connection.close();
			}
			catch (Exception ex) {
				throw new IllegalStateException(ex);
			}
		}

		@Override
		public void destroy() {
		}

	}

}
