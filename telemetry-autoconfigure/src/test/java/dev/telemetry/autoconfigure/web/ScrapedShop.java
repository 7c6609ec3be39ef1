package dev.telemetry.autoconfigure.web;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.trace.IdGenerator;
import io.opentelemetry.sdk.trace.data.SpanData;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.Ordered;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import dev.telemetry.autoconfigure.EnableTelemetry;
import dev.telemetry.autoconfigure.PlainPasswords;
import dev.telemetry.autoconfigure.web.lives.CleanThreads;
import dev.telemetry.test.RecordedSpans;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A running shop with the security that Spring Boot sets up by itself, and what is needed
 * to send it requests of a trace of their own.
 */
final class ScrapedShop implements AutoCloseable {

	private static final Duration TIMEOUT = Duration.ofSeconds(10);

	private static final List<String> SECURITY = List.of(
			"org.springframework.boot.security.autoconfigure.web.servlet.ServletWebSecurityAutoConfiguration",
			"org.springframework.boot.security.autoconfigure.web.servlet.SecurityFilterAutoConfiguration",
			"org.springframework.boot.security.autoconfigure.actuate.web.servlet.ManagementWebSecurityAutoConfiguration");

	private final HttpClient client = HttpClient.newHttpClient();

	private final RecordedSpans spans = new RecordedSpans();

	private final CleanThreads threads = new CleanThreads();

	private final ConfigurableApplicationContext application;

	ScrapedShop(String server, boolean security, String... arguments) {
		this.application = new SpringApplicationBuilder(Application.class)
			.properties("server.port=0", "telemetry.enabled=true", "telemetry.otel.exporter=none",
					"telemetry.sampling.ratio=1.0", "management.opentelemetry.tracing.export.schedule-delay=10ms",
					"spring.security.user.name=ann", "spring.security.user.password=ann",
					"management.endpoints.web.exposure.include=health,prometheus",
					"spring.autoconfigure.exclude=" + excluded(server, security))
			.initializers((context) -> context.getBeanFactory().registerSingleton("recordedSpans", this.spans),
					(context) -> context.getBeanFactory().registerSingleton("threads", this.threads))
			.run(arguments);
	}

	private static String excluded(String server, boolean security) {
		String other = server.equals("Tomcat") ? "Jetty" : "Tomcat";
		String prefix = "org.springframework.boot." + other.toLowerCase(Locale.ROOT) + ".autoconfigure.";
		List<String> names = new ArrayList<>(List.of(prefix + "servlet." + other + "ServletWebServerAutoConfiguration",
				prefix + "actuate.web.server." + other + "ServletManagementContextAutoConfiguration"));
		if (!security) {
			names.addAll(SECURITY);
		}
		return String.join(",", names);
	}

	/**
	 * The URL of the application, or of actuator where that has a port of its own.
	 */
	String url(String port, String path) {
		return "http://localhost:" + this.application.getEnvironment().getProperty("local." + port + ".port") + path;
	}

	/**
	 * Sends what scrapers and probes send, seven requests.
	 */
	void scrape(String base, boolean security) throws Exception {
		assertThat(getWithCredentials(base + "/prometheus")).isEqualTo(200);
		assertThat(getSampled(base + "/prometheus")).isEqualTo(200);
		assertThat(get(base + "/prometheus")).isEqualTo((security) ? 401 : 200);
		assertThat(getWithCredentials(base + "/unknown")).isEqualTo(404);
		assertThat(getSampled(base + "/unknown/below")).isEqualTo(404);
		assertThat(get(base + "/health")).isEqualTo(200);
		assertThat(getSampled(base + "/health")).isEqualTo(200);
	}

	int get(String url) throws Exception {
		return send(url, "X-Nothing", "").statusCode();
	}

	int getWithCredentials(String url) throws Exception {
		return send(url, "X-Nothing", "", "Authorization", credentials()).statusCode();
	}

	int getSampled(String url) throws Exception {
		return send(url, "traceparent", traceparent(IdGenerator.random().generateTraceId()), "Authorization",
				credentials())
			.statusCode();
	}

	private HttpResponse<String> send(String url, String... headers) throws Exception {
		HttpRequest request = HttpRequest.newBuilder(URI.create(url)).headers(headers).timeout(TIMEOUT).build();
		return this.client.send(request, HttpResponse.BodyHandlers.ofString());
	}

	private static String credentials() {
		return "Basic " + Base64.getEncoder().encodeToString("ann:ann".getBytes(StandardCharsets.UTF_8));
	}

	private static String traceparent(String traceId) {
		return "00-" + traceId + "-b7ad6b7169203331-01";
	}

	/**
	 * Sends a request that is traced and stops the application, so that every span has
	 * arrived.
	 * @return all spans but those of that request
	 */
	List<SpanData> spansBesideThoseOf(String tracedUrl) throws Exception {
		String traceId = IdGenerator.random().generateTraceId();
		assertThat(send(tracedUrl, "traceparent", traceparent(traceId), "Authorization", credentials()).statusCode())
			.isEqualTo(200);
		this.spans.awaitSpan((span) -> span.getKind() == SpanKind.SERVER && span.getTraceId().equals(traceId));
		close();
		return this.spans.spans().stream().filter((span) -> !span.getTraceId().equals(traceId)).toList();
	}

	/**
	 * How many requests were measured, by tags. A request may be measured after its
	 * response was read.
	 */
	Map<String, Long> requestCounts(long expected) {
		long deadline = System.nanoTime() + TIMEOUT.toNanos();
		Map<String, Long> counts = requestCounts();
		while (counts.values().stream().mapToLong(Long::longValue).sum() < expected && System.nanoTime() < deadline) {
			LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
			counts = requestCounts();
		}
		return counts;
	}

	private Map<String, Long> requestCounts() {
		return this.application.getBean(MeterRegistry.class)
			.find("http.server.requests")
			.timers()
			.stream()
			.collect(Collectors.toMap((timer) -> timer.getId().getTags().toString(), Timer::count));
	}

	/**
	 * What was in the context or the MDC of a thread when a request came to it.
	 */
	List<String> leftOnThreads() {
		return this.threads.leftovers();
	}

	@Override
	public void close() {
		this.application.close();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableTelemetry(with = { "actuate", "health", "jetty", "security" })
	@Import(PlainPasswords.class)
	static class Application {

		@Bean
		FilterRegistrationBean<CleanThreads> threadsRegistration(CleanThreads threads) {
			FilterRegistrationBean<CleanThreads> registration = new FilterRegistrationBean<>(threads);
			registration.setOrder(Ordered.HIGHEST_PRECEDENCE);
			return registration;
		}

		@Bean
		ServletRegistrationBean<AsyncServlet> asyncServlet() {
			return new ServletRegistrationBean<>(new AsyncServlet(), "/internal/async");
		}

		@RestController
		static class Orders {

			private final Tracer tracer;

			Orders(Tracer tracer) {
				this.tracer = tracer;
			}

			@GetMapping("/orders")
			String orders() {
				this.tracer.spanBuilder("query").startSpan().end();
				return "none";
			}

			@GetMapping("/internal/callable")
			Callable<String> callable() {
				return this::orders;
			}

			@GetMapping("/internal/fails")
			String fails() {
				throw new IllegalStateException("boom");
			}

		}

	}

	/**
	 * Lets another thread dispatch to a path that is traced.
	 */
	static final class AsyncServlet extends HttpServlet {

		private static final long serialVersionUID = 1L;

		@Override
		protected void doGet(HttpServletRequest request, HttpServletResponse response) {
			AsyncContext async = request.startAsync();
			async.start(() -> async.dispatch("/orders"));
		}

	}

}
