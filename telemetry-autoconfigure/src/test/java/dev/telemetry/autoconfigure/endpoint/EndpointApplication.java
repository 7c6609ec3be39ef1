package dev.telemetry.autoconfigure.endpoint;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Locale;
import java.util.stream.Stream;

import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import dev.telemetry.autoconfigure.EnableTelemetry;
import dev.telemetry.autoconfigure.PlainPasswords;

/**
 * A running application with the endpoint, and what is needed to ask it.
 */
final class EndpointApplication implements AutoCloseable {

	static final String WRITABLE = "--management.endpoint.telemetry.access=unrestricted";

	static final String CHANGE = "{\"value\": 1.0, \"expiry\": \"15m\"}";

	private static final String SECURITY = "org.springframework.boot.security.autoconfigure.";

	private static final String NO_SECURITY = "," + SECURITY + "web.servlet.ServletWebSecurityAutoConfiguration,"
			+ SECURITY + "web.servlet.SecurityFilterAutoConfiguration," + SECURITY
			+ "actuate.web.servlet.ManagementWebSecurityAutoConfiguration";

	private final HttpClient client = HttpClient.newHttpClient();

	private final ConfigurableApplicationContext context;

	/**
	 * Starts an application that anybody may ask.
	 */
	EndpointApplication(String server, String... arguments) {
		this(Application.class, server, NO_SECURITY, arguments);
	}

	private EndpointApplication(Class<?> type, String server, String excluded, String... arguments) {
		String other = server.equals("Tomcat") ? "Jetty" : "Tomcat";
		String prefix = "org.springframework.boot." + other.toLowerCase(Locale.ROOT) + ".autoconfigure.";
		String[] shared = { "--server.port=0", "--server.address=127.0.0.1", "--telemetry.enabled=true",
				"--telemetry.otel.exporter=console", "--management.endpoints.web.exposure.include=telemetry,prometheus",
				"--spring.security.user.name=ann", "--spring.security.user.password=ann",
				"--spring.autoconfigure.exclude=" + prefix + "servlet." + other + "ServletWebServerAutoConfiguration,"
						+ prefix + "actuate.web.server." + other + "ServletManagementContextAutoConfiguration"
						+ excluded };
		this.context = new SpringApplication(type)
			.run(Stream.of(shared, arguments).flatMap(Stream::of).toArray(String[]::new));
	}

	/**
	 * Starts an application with Spring Security, which knows a user named ann.
	 */
	static EndpointApplication secured(Class<?> type, String... arguments) {
		return new EndpointApplication(type, "Tomcat", "", arguments);
	}

	ConfigurableApplicationContext context() {
		return this.context;
	}

	String url(String port, String path) {
		return "http://127.0.0.1:" + this.context.getEnvironment().getProperty("local." + port + ".port") + path;
	}

	HttpResponse<String> get(String url) throws IOException, InterruptedException {
		return send(request(url).GET());
	}

	HttpResponse<String> post(String url, String json) throws IOException, InterruptedException {
		return send(request(url).header("Content-Type", "application/json")
			.POST(HttpRequest.BodyPublishers.ofString(json)));
	}

	HttpResponse<String> postForm(String url) throws IOException, InterruptedException {
		return send(request(url).header("Content-Type", "application/x-www-form-urlencoded")
			.POST(HttpRequest.BodyPublishers.ofString("value=true")));
	}

	HttpResponse<String> delete(String url) throws IOException, InterruptedException {
		return send(request(url).DELETE());
	}

	HttpResponse<String> getAsAnn(String url) throws IOException, InterruptedException {
		return send(asAnn(request(url)).GET());
	}

	HttpResponse<String> postAsAnn(String url, String json) throws IOException, InterruptedException {
		return send(asAnn(request(url)).header("Content-Type", "application/json")
			.POST(HttpRequest.BodyPublishers.ofString(json)));
	}

	private static HttpRequest.Builder asAnn(HttpRequest.Builder request) {
		return request.header("Authorization",
				"Basic " + Base64.getEncoder().encodeToString("ann:ann".getBytes(StandardCharsets.UTF_8)));
	}

	private static HttpRequest.Builder request(String url) {
		return HttpRequest.newBuilder(URI.create(url)).timeout(Duration.ofSeconds(20));
	}

	private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
		return this.client.send(request.build(), HttpResponse.BodyHandlers.ofString());
	}

	@Override
	public void close() {
		this.context.close();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableTelemetry(with = { "actuate", "health", "jackson", "jetty", "security" })
	@Import(PlainPasswords.class)
	static class Application {

	}

}
