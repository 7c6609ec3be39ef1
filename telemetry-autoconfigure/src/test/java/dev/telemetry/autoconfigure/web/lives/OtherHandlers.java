package dev.telemetry.autoconfigure.web.lives;

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

}
