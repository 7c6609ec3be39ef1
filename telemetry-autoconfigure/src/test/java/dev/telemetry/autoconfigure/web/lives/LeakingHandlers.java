package dev.telemetry.autoconfigure.web.lives;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import org.slf4j.MDC;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Handlers that leave something behind.
 */
@RestController
class LeakingHandlers {

	private final Workers workers;

	private final Executor applicationTaskExecutor;

	LeakingHandlers(Workers workers, @Qualifier("applicationTaskExecutor") Executor executor) {
		this.workers = workers;
		this.applicationTaskExecutor = executor;
	}

	@GetMapping("/leaks/request")
	void onTheThreadOfTheRequest() {
		MDC.put("left", "behind");
	}

	@GetMapping("/leaks/worker")
	CompletableFuture<Void> onAWorker() {
		Context context = Context.root().with(Span.getInvalid());
		return CompletableFuture.runAsync(context::makeCurrent, this.workers.executor());
	}

	@GetMapping("/leaks/executor")
	CompletableFuture<Void> onTheExecutorOfTheApplication() {
		return CompletableFuture.runAsync(() -> MDC.put("left", "behind"), this.applicationTaskExecutor);
	}

}
