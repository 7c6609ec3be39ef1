package dev.telemetry.autoconfigure.viewer;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.stream.Stream;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.json.JsonParserFactory;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

import dev.telemetry.autoconfigure.EnableTelemetry;
import dev.telemetry.autoconfigure.PlainPasswords;
import dev.telemetry.record.TelemetryRecorder;

/**
 * A running shop with the viewer, and what is needed to ask it.
 */
final class ViewedShop implements AutoCloseable {

	private static final String SECURITY = "org.springframework.boot.security.autoconfigure.";

	static final String NO_SECURITY = "," + SECURITY + "web.servlet.ServletWebSecurityAutoConfiguration," + SECURITY
			+ "web.servlet.SecurityFilterAutoConfiguration," + SECURITY
			+ "actuate.web.servlet.ManagementWebSecurityAutoConfiguration";

	private final HttpClient client = HttpClient.newHttpClient();

	private final ConfigurableApplicationContext context;

	ViewedShop(String server, String... arguments) {
		this(server, NO_SECURITY, arguments);
	}

	private ViewedShop(String server, String excluded, String... arguments) {
		String other = server.equals("Tomcat") ? "Jetty" : "Tomcat";
		String prefix = "org.springframework.boot." + other.toLowerCase(Locale.ROOT) + ".autoconfigure.";
		String[] shared = { "--server.port=0", "--telemetry.enabled=true", "--telemetry.viewer.enabled=true",
				"--telemetry.otel.exporter=none", "--spring.application.name=shop", "--telemetry.sampling.ratio=0",
				"--telemetry.sampling.route-interval=0", "--spring.security.user.name=ann",
				"--spring.security.user.password=ann",
				"--spring.autoconfigure.exclude=" + prefix + "servlet." + other + "ServletWebServerAutoConfiguration,"
						+ prefix + "actuate.web.server." + other + "ServletManagementContextAutoConfiguration"
						+ excluded };
		this.context = new SpringApplication(Application.class)
			.run(Stream.of(shared, arguments).flatMap(Stream::of).toArray(String[]::new));
	}

	static ViewedShop secured(String... arguments) {
		return new ViewedShop("Tomcat", "", arguments);
	}

	ConfigurableApplicationContext context() {
		return this.context;
	}

	int port(String name) {
		return Integer.parseInt(this.context.getEnvironment().getRequiredProperty("local." + name + ".port"));
	}

	String url(String path) {
		return "http://localhost:" + port("server") + path;
	}

	HttpResponse<String> get(String url, String... headers) throws IOException, InterruptedException {
		HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url)).timeout(Duration.ofSeconds(20));
		if (headers.length > 0) {
			request.headers(headers);
		}
		return this.client.send(request.build(), HttpResponse.BodyHandlers.ofString());
	}

	Map<String, Object> json(String path) throws IOException, InterruptedException {
		return JsonParserFactory.getJsonParser().parseMap(get(url(path)).body());
	}

	/**
	 * Asks until the answer is as expected.
	 */
	Map<String, Object> await(String path, Predicate<Map<String, Object>> expected)
			throws IOException, InterruptedException {
		long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
		Map<String, Object> json = json(path);
		while (!expected.test(json) && System.nanoTime() < end) {
			LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
			json = json(path);
		}
		return json;
	}

	@SuppressWarnings("unchecked")
	static List<Map<String, Object>> list(Map<String, Object> json, String field) {
		return (List<Map<String, Object>>) json.getOrDefault(field, List.of());
	}

	/**
	 * Sends bytes as they are, past all that a client would mend.
	 */
	static String raw(int port, String request) throws IOException {
		try (Socket socket = new Socket("localhost", port)) {
			socket.setSoTimeout(20_000);
			socket.getOutputStream().write(request.replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1));
			socket.getOutputStream().flush();
			InputStream answer = socket.getInputStream();
			return new String(answer.readAllBytes(), StandardCharsets.UTF_8);
		}
	}

	@Override
	public void close() {
		this.context.close();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableTelemetry(with = { "actuate", "health", "jackson", "jetty", "security" })
	@Import({ Orders.class, PlainPasswords.class })
	static class Application {

	}

	@RestController
	static class Orders {

		private static final Logger LOGGER = LoggerFactory.getLogger(Orders.class);

		private final TelemetryRecorder recorder;

		Orders(TelemetryRecorder recorder) {
			this.recorder = recorder;
		}

		@GetMapping("/orders/{id}")
		String order(@PathVariable("id") int id) {
			this.recorder.externalCall("stock", "reserve").run((call) -> LOGGER.info("Looking for order {}", id));
			if (id == 17) {
				LOGGER.error("Order {} has no lines", id);
				throw new IllegalStateException("order 17 of ann@example.org has no lines");
			}
			return "order " + id;
		}

	}

}
