package dev.telemetry.autoconfigure.web.lives;

import java.io.IOException;
import java.util.concurrent.Callable;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

import dev.telemetry.servlet.RequestErrors;

/**
 * Handlers that fail.
 */
@RestController
class FailingHandlers {

	@GetMapping("/fails")
	String fails() {
		SynchronousHandlers.logger.info("fails");
		throw new IllegalStateException("boom");
	}

	@GetMapping("/fails-with-error")
	String failsWithError() {
		throw new AssertionError("boom");
	}

	@GetMapping("/handled/{status}")
	String handled(@PathVariable int status) {
		throw new HandledException(status);
	}

	@ExceptionHandler
	ResponseEntity<String> handle(HandledException exception) {
		return ResponseEntity.status(exception.status).body("handled");
	}

	@GetMapping("/reported")
	String reported(HttpServletRequest request) {
		RequestErrors.report(request, new IllegalArgumentException("reported"));
		return "partly";
	}

	@GetMapping("/reported-by-attribute/{status}")
	ResponseEntity<String> reportedByAttribute(@PathVariable int status, HttpServletRequest request) {
		request.setAttribute(RequestDispatcher.ERROR_EXCEPTION, new IllegalArgumentException("reported"));
		return ResponseEntity.status(status).body("reported");
	}

	@GetMapping("/response-status/{status}")
	String responseStatus(@PathVariable int status) {
		throw new ResponseStatusException(HttpStatus.valueOf(status), "boom");
	}

	@GetMapping("/send-error/{status}")
	void sendError(@PathVariable int status, HttpServletResponse response) throws IOException {
		response.sendError(status);
	}

	@GetMapping("/send-error-then-fails/{status}")
	void sendErrorThenFails(@PathVariable int status, HttpServletResponse response) throws IOException {
		response.sendError(status);
		throw new IllegalStateException("boom");
	}

	@GetMapping("/send-error-then-status/{status}")
	void sendErrorThenStatus(@PathVariable int status, HttpServletResponse response) throws IOException {
		response.sendError(status);
		response.setStatus(202);
	}

	@GetMapping("/redirects-then-fails")
	void redirectsThenFails(HttpServletResponse response) throws IOException {
		response.sendRedirect("/items/17");
		throw new IllegalStateException("boom");
	}

	@GetMapping("/forwards-then-fails")
	void forwardsThenFails(HttpServletRequest request, HttpServletResponse response)
			throws IOException, ServletException {
		request.getRequestDispatcher("/raw/none").forward(request, response);
		throw new IllegalStateException("boom");
	}

	@GetMapping("/fails-after-commit/{status}")
	void failsAfterCommit(@PathVariable int status, HttpServletResponse response) throws IOException {
		response.setStatus(status);
		failsAfterCommit(response);
	}

	@GetMapping("/fails-after-commit")
	void failsAfterCommit(HttpServletResponse response) throws IOException {
		response.getOutputStream().write(' ');
		response.flushBuffer();
		throw new IllegalStateException("boom");
	}

	@GetMapping("/fails-with-changing-page")
	String failsWithChangingPage() {
		throw new UnsupportedOperationException("boom");
	}

	@RequestMapping("/changing-late")
	Callable<ResponseEntity<String>> changingLate() {
		return this::changing;
	}

	@RequestMapping("/changing")
	ResponseEntity<String> changing() {
		SynchronousHandlers.logger.info("changing");
		return ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE).body("changed");
	}

	private static final class HandledException extends RuntimeException {

		private static final long serialVersionUID = 1L;

		private final int status;

		HandledException(int status) {
			super("boom");
			this.status = status;
		}

	}

}
