package dev.telemetry.autoconfigure.web.lives;

import java.io.IOException;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Behind a second dispatcher servlet.
 */
@RestController
class OtherHandlers {

	@GetMapping("/hello/{name}")
	String hello() {
		return "hello";
	}

	@GetMapping("/forward")
	void forward(HttpServletRequest request, HttpServletResponse response) throws ServletException, IOException {
		request.getRequestDispatcher("/items/17").forward(request, response);
	}

}
