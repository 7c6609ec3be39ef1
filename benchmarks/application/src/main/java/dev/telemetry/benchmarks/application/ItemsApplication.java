package dev.telemetry.benchmarks.application;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/**
 * One endpoint, {@code GET /items/{id}}, and nothing about telemetry: what the class path
 * brings is all there is. Once it is ready, it answers questions about its process on the
 * standard input, see {@link ProcessConsole}, so that measuring does not send requests.
 */
@SpringBootApplication(proxyBeanMethods = false)
@RestController
public class ItemsApplication {

	/**
	 * Starts, and serves until the standard input ends.
	 * @param arguments properties of Spring Boot
	 * @throws Exception if it does not start, or the console fails
	 */
	public static void main(String[] arguments) throws Exception {
		try (ConfigurableApplicationContext application = SpringApplication.run(ItemsApplication.class, arguments)) {
			String port = application.getEnvironment().getRequiredProperty("local.server.port");
			new ProcessConsole(System.in, System.out).run(Integer.parseInt(port));
		}
	}

	/**
	 * Serves an item.
	 * @param id its number
	 * @return the item, as JSON
	 */
	@GetMapping("/items/{id}")
	public Item item(@PathVariable long id) {
		return new Item(id, "tea", 450);
	}

}
