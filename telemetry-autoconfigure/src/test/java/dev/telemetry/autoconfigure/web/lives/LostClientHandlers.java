package dev.telemetry.autoconfigure.web.lives;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.core.io.InputStreamResource;
import org.springframework.core.io.Resource;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestPart;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.async.DeferredResult;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.servlet.mvc.method.annotation.ResponseBodyEmitter;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * Handlers whose clients go away, or do not send what they have promised.
 */
@RestController
class LostClientHandlers {

	/** More than all buffers between server and client hold. */
	private static final int CHUNKS = 10_000;

	private final byte[] chunk = new byte[64 * 1024];

	private final BlockingQueue<DeferredResult<byte[]>> polls = new LinkedBlockingQueue<>();

	private final Semaphore drained = new Semaphore(0);

	private final ExecutorService workers;

	LostClientHandlers(Workers workers) {
		this.workers = workers.executor();
	}

	@GetMapping("/download")
	void download(HttpServletResponse response) throws IOException {
		OutputStream output = response.getOutputStream();
		for (int i = 0; i < CHUNKS; i++) {
			output.write(this.chunk);
		}
	}

	@GetMapping("/download-resource")
	ResponseEntity<Resource> downloadResource() {
		return ResponseEntity.ok()
			.contentType(MediaType.APPLICATION_OCTET_STREAM)
			.body(new InputStreamResource(new Zeros()));
	}

	@GetMapping("/ticks")
	SseEmitter ticks() {
		SseEmitter emitter = new SseEmitter(0L);
		emit(emitter, "tick");
		return emitter;
	}

	@GetMapping("/rows")
	ResponseBodyEmitter rows() {
		ResponseBodyEmitter emitter = new ResponseBodyEmitter(0L);
		emit(emitter, "row");
		return emitter;
	}

	/**
	 * Does not return before its client is gone.
	 */
	@GetMapping("/held")
	SseEmitter held(HttpServletRequest request) {
		SseEmitter emitter = new SseEmitter(0L);
		request.setAttribute(HoldingFilter.LOST, emit(emitter, "tick"));
		return emitter;
	}

	// As most applications do it, the one that Spring asks to leave alone as well.
	private CompletableFuture<Void> emit(ResponseBodyEmitter emitter, String text) {
		return CompletableFuture.runAsync(() -> {
			try {
				long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
				while (System.nanoTime() < deadline) {
					emitter.send(text);
				}
			}
			catch (IOException | IllegalStateException ex) {
				emitter.completeWithError(ex);
			}
		}, this.workers);
	}

	@GetMapping("/poll")
	DeferredResult<byte[]> poll() {
		DeferredResult<byte[]> result = new DeferredResult<>(Duration.ofSeconds(20).toMillis());
		this.polls.add(result);
		return result;
	}

	/**
	 * Waits for a request for {@code /poll} that has no answer yet.
	 */
	DeferredResult<byte[]> awaitPoll() throws InterruptedException {
		DeferredResult<byte[]> poll = this.polls.poll(10, TimeUnit.SECONDS);
		if (poll == null) {
			throw new AssertionError("no request for /poll");
		}
		return poll;
	}

	@PostMapping("/drain")
	int drain(InputStream body) throws IOException {
		this.drained.release();
		return body.readAllBytes().length;
	}

	/**
	 * Waits until one more body is read.
	 */
	void awaitDrain() throws InterruptedException {
		if (!this.drained.tryAcquire(10, TimeUnit.SECONDS)) {
			throw new AssertionError("no request for /drain");
		}
	}

	@PostMapping("/json")
	Map<String, Object> json(@RequestBody Map<String, Object> body) {
		return body;
	}

	@PostMapping("/upload")
	long upload(@RequestPart MultipartFile file) {
		return file.getSize();
	}

	/**
	 * Lets no request return before what it waits for has come.
	 */
	static final class HoldingFilter extends OncePerRequestFilter {

		static final String LOST = HoldingFilter.class.getName();

		@Override
		protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
				throws ServletException, IOException {
			chain.doFilter(request, response);
			if (request.getAttribute(LOST) instanceof CompletableFuture<?> lost) {
				lost.orTimeout(20, TimeUnit.SECONDS).join();
			}
		}

	}

	private static final class Zeros extends InputStream {

		private int left = CHUNKS * 1024;

		@Override
		public int read() {
			return (this.left > 0) ? 0 : -1;
		}

		@Override
		public int read(byte[] bytes, int offset, int length) {
			return (this.left-- > 0) ? length : -1;
		}

	}

	/**
	 * The same, of an application that answers whatever is thrown with a status of its
	 * own.
	 */
	@RestController
	@RequestMapping("/caught")
	static class Catching {

		private final LostClientHandlers handlers;

		Catching(LostClientHandlers handlers) {
			this.handlers = handlers;
		}

		@GetMapping("/download")
		void download(HttpServletResponse response) throws IOException {
			this.handlers.download(response);
		}

		@PostMapping("/drain")
		int drain(HttpServletRequest request) throws IOException {
			return this.handlers.drain(request.getInputStream());
		}

		@PostMapping("/json")
		Map<String, Object> json(@RequestBody Map<String, Object> body) {
			return body;
		}

		@GetMapping("/parameter")
		String parameter(HttpServletRequest request) {
			return request.getParameter("millis");
		}

		@ExceptionHandler
		ResponseEntity<String> any(Exception exception) {
			return ResponseEntity.internalServerError().body("caught");
		}

	}

}
