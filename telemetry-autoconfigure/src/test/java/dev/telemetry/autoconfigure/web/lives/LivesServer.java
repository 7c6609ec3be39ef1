package dev.telemetry.autoconfigure.web.lives;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import ch.qos.logback.classic.spi.ILoggingEvent;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.trace.IdGenerator;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

import dev.telemetry.names.HttpServerAttributes;
import dev.telemetry.test.RecordedSpans;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A server that runs {@link LivesApplication}, a client, and what came of the requests.
 */
final class LivesServer implements AutoCloseable {

	private final HttpClient client = HttpClient.newHttpClient();

	// Requests by the traces that they are sent in.
	private final Map<String, String> sent = new ConcurrentHashMap<>();

	private final ConfigurableApplicationContext application;

	private final RecordedSpans spans;

	private final Measurements measurements;

	private final RequestLog log;

	private double internalFailures;

	/**
	 * Starts a server.
	 * @param properties more of them, each a key, {@code =} and a value
	 */
	LivesServer(ServletServer container, String... properties) {
		this.application = new SpringApplicationBuilder(LivesApplication.class).web(WebApplicationType.SERVLET)
			.run(arguments(container, properties));
		this.spans = this.application.getBean(RecordedSpans.class);
		this.measurements = new Measurements(this.application.getBean(MeterRegistry.class));
		this.log = RequestLog.open();
	}

	private static String[] arguments(ServletServer container, String... properties) {
		Map<String, String> all = new LinkedHashMap<>();
		all.put("server.port", "0");
		all.put("server.shutdown", "immediate");
		all.put("server.servlet.context-path", "/shop");
		all.put("server.tomcat.threads.max", String.valueOf(ServerThreads.COUNT));
		// Two of them accept connections and select those with something to read.
		all.put("server.jetty.threads.max", String.valueOf(ServerThreads.COUNT + 2));
		all.put("server.jetty.threads.acceptors", "1");
		all.put("server.jetty.threads.selectors", "1");
		all.put("spring.task.execution.pool.core-size", "4");
		all.put("spring.threads.virtual.enabled", "false");
		// Many requests fail, and their stack traces took longer than they did.
		all.put("logging.exception-conversion-word", "%nopex");
		all.put("telemetry.enabled", "true");
		all.put("telemetry.otel.exporter", "none");
		all.put("telemetry.sampling.ratio", "1.0");
		// What is slow is left to the container like an error, whenever a crowd makes it
		// so.
		all.put("telemetry.sampling.slow-threshold", "1m");
		all.put("management.opentelemetry.tracing.export.schedule-delay", "10ms");
		all.put("management.opentelemetry.tracing.export.max-queue-size", "50000");
		all.put("management.observations.enable.spring.security", "false");
		all.put("spring.security.user.name", "ann");
		all.put("spring.security.user.password", "secret");
		all.put("spring.autoconfigure.exclude", container.otherAutoConfiguration());
		for (String property : properties) {
			String[] parts = property.split("=", 2);
			all.put(parts[0], parts[1]);
		}
		return all.entrySet().stream().map((property) -> "--" + property).toArray(String[]::new);
	}

	int port() {
		return this.application.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
	}

	/**
	 * Sends a request within a trace of its own.
	 */
	Sent send(String method, String path) throws IOException, InterruptedException {
		String traceId = newTraceId();
		this.sent.put(traceId, method + " " + path);
		HttpRequest.Builder request = request(path).header("traceparent", traceparent(traceId))
			.method(method, HttpRequest.BodyPublishers.noBody());
		if (path.equals("/forbidden")) {
			request.header("Authorization",
					"Basic " + Base64.getEncoder().encodeToString("ann:secret".getBytes(StandardCharsets.US_ASCII)));
		}
		return new Sent(traceId, send(request));
	}

	HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
		return this.client.send(request.build(), HttpResponse.BodyHandlers.ofString());
	}

	HttpRequest.Builder request(String path) {
		return HttpRequest.newBuilder(URI.create("http://localhost:" + port() + "/shop" + path))
			.timeout(Duration.ofSeconds(20));
	}

	/**
	 * Sends a request without a body over a connection of its own, and closes that after
	 * the first bytes of the answer.
	 */
	String sendRaw(String requestLine, String traceId, String... headers) throws IOException {
		this.sent.put(traceId, requestLine);
		try (Socket socket = new Socket("localhost", port())) {
			socket.setSoTimeout(10_000);
			StringBuilder request = new StringBuilder(requestLine).append("\r\nHost: localhost\r\n")
				.append("traceparent: ")
				.append(traceparent(traceId))
				.append("\r\n");
			for (String header : headers) {
				request.append(header).append("\r\n");
			}
			socket.getOutputStream().write(request.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
			byte[] answer = new byte[1024];
			int length = socket.getInputStream().read(answer);
			return new String(answer, 0, Math.max(length, 0), StandardCharsets.ISO_8859_1);
		}
	}

	RawConnection connect() throws IOException {
		return new RawConnection(port());
	}

	/**
	 * The head of a request within a trace.
	 */
	String head(String method, String path, String traceId, String... headers) {
		this.sent.put(traceId, method + " " + path);
		StringBuilder head = new StringBuilder(method + " /shop" + path + " HTTP/1.1\r\nHost: localhost\r\n");
		head.append("traceparent: ").append(traceparent(traceId)).append("\r\n");
		for (String header : headers) {
			head.append(header).append("\r\n");
		}
		return head.append("\r\n").toString();
	}

	<T> T bean(Class<T> type) {
		return this.application.getBean(type);
	}

	WebSocket openSocket(String path, String traceId, WebSocket.Listener listener) throws Exception {
		return this.client.newWebSocketBuilder()
			.header("traceparent", traceparent(traceId))
			.buildAsync(URI.create("ws://localhost:" + port() + "/shop" + path), listener)
			.get(10, TimeUnit.SECONDS);
	}

	String post(String path, String contentType, String body) throws IOException, InterruptedException {
		return send(request(path).header("traceparent", traceparent(newTraceId()))
			.header("Content-Type", contentType)
			.POST(HttpRequest.BodyPublishers.ofString(body))).body();
	}

	String newTraceId() {
		String traceId = IdGenerator.random().generateTraceId();
		this.sent.put(traceId, "");
		return traceId;
	}

	static String traceparent(String traceId) {
		return "00-" + traceId + "-b7ad6b7169203331-01";
	}

	/**
	 * Waits for the span of a request. Servers notice only after up to 20 s that nobody
	 * reads what they write.
	 */
	SpanData span(String traceId) {
		return this.spans.awaitSpan((span) -> isServer(span) && span.getTraceId().equals(traceId),
				Duration.ofSeconds(40));
	}

	/**
	 * Waits for the span of a request that was sent without a trace.
	 */
	SpanData spanOf(String userAgent) {
		return this.spans.awaitSpan((span) -> isServer(span)
				&& userAgent.equals(span.getAttributes().get(HttpServerAttributes.USER_AGENT)));
	}

	List<SpanData> spans(String traceId) {
		return this.spans.spans()
			.stream()
			.filter((span) -> isServer(span) && span.getTraceId().equals(traceId))
			.toList();
	}

	/**
	 * The spans of a trace, after those of all requests so far have been exported.
	 */
	List<SpanData> spansOnceAllHaveEnded(String traceId) throws IOException, InterruptedException {
		this.measurements.awaitNoneActive(this::withoutSpan);
		// They are exported in their order.
		span(send("GET", "/items/17").traceId());
		return spans(traceId);
	}

	/**
	 * The spans of all requests so far.
	 */
	List<SpanData> serverSpans() {
		return this.spans.spans().stream().filter(LivesServer::isServer).toList();
	}

	private static boolean isServer(SpanData span) {
		return span.getKind() == SpanKind.SERVER;
	}

	/**
	 * Sends a request and waits for its span.
	 * @param status the status of the answer
	 */
	SpanData sendAndMeasure(String method, String path, int status) throws Exception {
		long measured = measurements().requests();
		Sent sent = send(method, path);
		assertThat(sent.response().statusCode()).isEqualTo(status);
		SpanData span = span(sent.traceId());
		assertThat(measurements().requests()).isEqualTo(measured + 1);
		return span;
	}

	Measurements measurements() {
		return this.measurements;
	}

	List<ILoggingEvent> logged(String traceId) {
		return this.log.within(traceId);
	}

	private String withoutSpan() {
		return this.sent.entrySet()
			.stream()
			.filter((request) -> spans(request.getKey()).isEmpty())
			.map(Map.Entry::getValue)
			.collect(Collectors.joining(", ", "requests without a span: ", ""));
	}

	/**
	 * Checks what holds after any number of requests. What is found is found once.
	 */
	void assertNothingIsLeft() throws Exception {
		this.measurements.awaitNoneActive(this::withoutSpan);
		assertThat(this.sent).allSatisfy((id, request) -> assertThat(spans(id)).hasSizeLessThanOrEqualTo(1));
		new ServerThreads(this.application, this.client).assertClean();
		double before = this.internalFailures;
		this.internalFailures = this.measurements.internalFailures();
		assertThat(this.internalFailures).isEqualTo(before);
	}

	@Override
	public void close() {
		this.log.close();
		this.application.close();
	}

	/**
	 * A request that was answered.
	 *
	 * @param traceId its trace
	 * @param response the answer
	 */
	record Sent(String traceId, HttpResponse<String> response) {

	}

}
