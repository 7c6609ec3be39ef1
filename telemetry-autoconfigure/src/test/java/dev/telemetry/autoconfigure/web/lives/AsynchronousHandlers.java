package dev.telemetry.autoconfigure.web.lives;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.async.DeferredResult;
import org.springframework.web.context.request.async.WebAsyncTask;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;

/**
 * Handlers of Spring MVC that answer on another thread.
 */
@RestController
class AsynchronousHandlers {

	// Not shorter: a timeout that comes while the dispatch is still going on is lost on
	// Jetty.
	private static final String TIMEOUT_MILLIS = "50";

	private final ExecutorService workers;

	private final Executor applicationTaskExecutor;

	AsynchronousHandlers(Workers workers, @Qualifier("applicationTaskExecutor") Executor executor) {
		this.workers = workers.executor();
		this.applicationTaskExecutor = executor;
	}

	@GetMapping("/executor/{id}")
	CompletableFuture<String> executor(@PathVariable String id) {
		return CompletableFuture.supplyAsync(() -> {
			SynchronousHandlers.logger.info("executor {}", id);
			return id;
		}, this.applicationTaskExecutor);
	}

	@GetMapping("/callable/{id}")
	Callable<String> callable(@PathVariable String id) {
		return () -> {
			SynchronousHandlers.logger.info("callable {}", id);
			return id;
		};
	}

	@GetMapping("/callable-fails")
	Callable<String> callableFails() {
		return () -> {
			SynchronousHandlers.logger.info("fails");
			throw new IllegalStateException("boom");
		};
	}

	@GetMapping("/executor-fails")
	CompletableFuture<String> executorFails() {
		return CompletableFuture.supplyAsync(() -> {
			SynchronousHandlers.logger.info("fails");
			throw new IllegalStateException("boom");
		}, this.applicationTaskExecutor);
	}

	@GetMapping("/callable-status/{status}")
	Callable<String> callableStatus(@PathVariable int status) {
		return () -> {
			throw new ResponseStatusException(HttpStatus.valueOf(status), "boom");
		};
	}

	// Deaf to the interrupt of the timeout: what it throws could be faster than that.
	@GetMapping("/callable-timeout")
	WebAsyncTask<String> callableTimeout(@RequestParam(defaultValue = TIMEOUT_MILLIS) long millis) {
		CompletableFuture<String> over = new CompletableFuture<>();
		WebAsyncTask<String> task = new WebAsyncTask<>(millis, over::join);
		task.onCompletion(() -> over.complete("late"));
		return task;
	}

	@GetMapping("/deferred/{id}")
	DeferredResult<String> deferred(@PathVariable String id) {
		DeferredResult<String> result = new DeferredResult<>();
		this.workers.execute(() -> result.setResult(id));
		return result;
	}

	@GetMapping("/deferred-fails")
	DeferredResult<String> deferredFails() {
		DeferredResult<String> result = new DeferredResult<>();
		this.workers.execute(() -> result.setErrorResult(new IllegalStateException("boom")));
		return result;
	}

	@GetMapping("/deferred-status/{status}")
	DeferredResult<String> deferredStatus(@PathVariable int status) {
		DeferredResult<String> result = new DeferredResult<>();
		this.workers
			.execute(() -> result.setErrorResult(new ResponseStatusException(HttpStatus.valueOf(status), "boom")));
		return result;
	}

	@GetMapping("/deferred-timeout")
	DeferredResult<String> deferredTimeout(@RequestParam(defaultValue = TIMEOUT_MILLIS) long millis) {
		return new DeferredResult<>(millis);
	}

	@GetMapping("/deferred-fallback")
	DeferredResult<ResponseEntity<String>> deferredFallback(@RequestParam(defaultValue = TIMEOUT_MILLIS) long millis) {
		return new DeferredResult<>(millis, ResponseEntity.status(504).body("late"));
	}

	@GetMapping("/future/{id}")
	CompletableFuture<String> future(@PathVariable String id) {
		return CompletableFuture.supplyAsync(() -> id, this.workers);
	}

	@GetMapping("/future-fails")
	CompletableFuture<String> futureFails() {
		return CompletableFuture.failedFuture(new IllegalStateException("boom"));
	}

	@GetMapping("/stream")
	StreamingResponseBody stream() {
		return (output) -> {
			for (int i = 0; i < 3; i++) {
				output.write(("chunk " + i + "\n").getBytes(StandardCharsets.UTF_8));
				output.flush();
			}
		};
	}

	@GetMapping("/endless")
	StreamingResponseBody endless() {
		byte[] chunk = new byte[64 * 1024];
		return (output) -> {
			for (int i = 0; i < 10_000; i++) {
				output.write(chunk);
				output.flush();
			}
		};
	}

	@GetMapping("/events")
	SseEmitter events() {
		SseEmitter emitter = new SseEmitter();
		this.workers.execute(() -> {
			try {
				emitter.send("one");
				emitter.send("two");
				emitter.complete();
			}
			catch (Exception ex) {
				emitter.completeWithError(ex);
			}
		});
		return emitter;
	}

}
