package dev.telemetry.autoconfigure.web.lives;

import java.util.List;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseBody;

/**
 * Handlers that answer on the thread of the request.
 */
@Controller
class SynchronousHandlers {

	static final Logger logger = LoggerFactory.getLogger(SynchronousHandlers.class);

	@GetMapping("/items/{id}")
	@ResponseBody
	String item(@PathVariable String id) {
		logger.info("item {}", id);
		return id;
	}

	@PostMapping("/echo")
	@ResponseBody
	String echo(@RequestBody String body) {
		return body;
	}

	@PostMapping("/form")
	@ResponseBody
	String form(HttpServletRequest request) {
		return request.getParameter("name");
	}

	@GetMapping("/status/{status}")
	ResponseEntity<Void> status(@PathVariable int status) {
		return ResponseEntity.status(status).build();
	}

	@GetMapping("/raw-status/{status}")
	void rawStatus(@PathVariable int status, HttpServletResponse response) {
		response.setStatus(status);
	}

	@GetMapping("/forward")
	String forward() {
		return "forward:/items/17";
	}

	@GetMapping("/forward-to-other")
	String forwardToOther() {
		return "forward:/other/hello/ann";
	}

	@GetMapping("/include")
	void include(HttpServletRequest request, HttpServletResponse response) throws Exception {
		request.getRequestDispatcher("/items/18").include(request, response);
	}

	@GetMapping("/basket")
	@ResponseBody
	int basket(Basket basket) {
		return basket.items().size();
	}

	record Basket(List<String> items) {

	}

}
