package dev.telemetry.starter.application;

import java.util.Map;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/**
 * An application that serves requests.
 */
@Configuration(proxyBeanMethods = false)
@Import({ Application.class, WebApplication.WorkController.class })
public class WebApplication {

	/**
	 * Logs a line for each request.
	 */
	@RestController
	static class WorkController {

		private static final Logger logger = LoggerFactory.getLogger(WorkController.class);

		@GetMapping("/tasks/{marker}")
		Map<String, String> work(@PathVariable String marker) {
			logger.info("work {}", marker);
			return Map.of("work", marker);
		}

		@GetMapping("/quiet/{marker}")
		Map<String, String> quiet(@PathVariable String marker) {
			return Map.of("quiet", marker);
		}

	}

}
