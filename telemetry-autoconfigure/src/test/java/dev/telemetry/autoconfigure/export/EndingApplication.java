package dev.telemetry.autoconfigure.export;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.opentelemetry.api.trace.Tracer;
import org.springframework.boot.CommandLineRunner;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import dev.telemetry.autoconfigure.EnableTelemetry;

/**
 * A process that ends in one of several ways.
 */
@SpringBootConfiguration
@EnableTelemetry
public class EndingApplication {

	/**
	 * Runs the application.
	 * @param args how it is to end
	 */
	public static void main(String[] args) throws Exception {
		String ending = args[0].substring("--ending=".length());
		boolean serves = ending.equals("serves");
		ConfigurableApplicationContext context = new SpringApplicationBuilder(EndingApplication.class)
			.web((serves) ? WebApplicationType.SERVLET : WebApplicationType.NONE)
			.run(args);
		switch (ending) {
			case "exits" -> System.exit(3);
			case "waits" -> new CountDownLatch(1).await();
			case "serves" -> ask(context);
			default -> {
			}
		}
	}

	private static void ask(ConfigurableApplicationContext context) {
		int port = ((ServletWebServerApplicationContext) context).getWebServer().getPort();
		HttpClient.newHttpClient()
			.sendAsync(HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/slow")).build(),
					HttpResponse.BodyHandlers.discarding());
	}

	@Bean
	CommandLineRunner work(Tracer tracer, Environment environment) {
		return (args) -> {
			if (!"serves".equals(environment.getProperty("ending"))) {
				tracer.spanBuilder("work").startSpan().end();
			}
		};
	}

	/**
	 * Answers only when the application is about to end.
	 */
	@RestController
	static class Shop {

		private final CountDownLatch closing = new CountDownLatch(1);

		private final Tracer tracer;

		Shop(Tracer tracer) {
			this.tracer = tracer;
		}

		@GetMapping("/slow")
		String slow() throws InterruptedException {
			this.tracer.spanBuilder("in the middle").setNoParent().startSpan().end();
			return String.valueOf(this.closing.await(30, TimeUnit.SECONDS));
		}

		@EventListener
		void closing(ContextClosedEvent event) {
			this.closing.countDown();
		}

	}

}
