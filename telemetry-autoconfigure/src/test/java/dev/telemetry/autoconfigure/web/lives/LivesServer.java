package dev.telemetry.autoconfigure.web.lives;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Timer;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.trace.IdGenerator;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.slf4j.LoggerFactory;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

import dev.telemetry.test.RecordedSpans;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A server that runs {@link LivesApplication}, a client, and what came of the requests.
 */
final class LivesServer implements AutoCloseable {

	private final HttpClient client = HttpClient.newHttpClient();

	private final Log log = new Log();

	private final Set<String> traceIds = ConcurrentHashMap.newKeySet();

	private final ConfigurableApplicationContext application;

	private final RecordedSpans spans;

	/**
	 * Starts a server.
	 * @param properties more of them, each a key, {@code =} and a value
	 */
	LivesServer(ServletServer container, String... properties) {
		this.application = new SpringApplicationBuilder(LivesApplication.class).web(WebApplicationType.SERVLET)
			.run(arguments(container, properties));
		this.spans = this.application.getBean(RecordedSpans.class);
		// Not earlier: the start of an application begins with loggers of its own.
		this.log.start();
		root().addAppender(this.log);
	}

	private static String[] arguments(ServletServer container, String... properties) {
		Map<String, String> all = new LinkedHashMap<>();
		all.put("server.port", "0");
		all.put("server.shutdown", "immediate");
		all.put("server.servlet.context-path", "/shop");
		all.put("telemetry.enabled", "true");
		all.put("telemetry.otel.exporter", "none");
		all.put("telemetry.sampling.ratio", "1.0");
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

	private static Logger root() {
		return (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
	}

	int port() {
		return this.application.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
	}

	/**
	 * Sends a request within a trace of its own.
	 */
	Sent send(String method, String path) throws IOException, InterruptedException {
		String traceId = newTraceId();
		HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://localhost:" + port() + "/shop" + path))
			.timeout(Duration.ofSeconds(20))
			.header("traceparent", traceparent(traceId))
			.method(method, HttpRequest.BodyPublishers.noBody());
		if (path.equals("/forbidden")) {
			request.header("Authorization",
					"Basic " + Base64.getEncoder().encodeToString("ann:secret".getBytes(StandardCharsets.US_ASCII)));
		}
		return new Sent(traceId, this.client.send(request.build(), HttpResponse.BodyHandlers.ofString()));
	}

	/**
	 * Sends a request without a body over a connection of its own, and closes that after
	 * the first bytes of the answer.
	 */
	String sendRaw(String requestLine, String traceId, String... headers) throws IOException {
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

	String post(String path, String contentType, String body) throws IOException, InterruptedException {
		HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + port() + "/shop" + path))
			.timeout(Duration.ofSeconds(20))
			.header("traceparent", traceparent(newTraceId()))
			.header("Content-Type", contentType)
			.POST(HttpRequest.BodyPublishers.ofString(body))
			.build();
		return this.client.send(request, HttpResponse.BodyHandlers.ofString()).body();
	}

	String newTraceId() {
		String traceId = IdGenerator.random().generateTraceId();
		this.traceIds.add(traceId);
		return traceId;
	}

	static String traceparent(String traceId) {
		return "00-" + traceId + "-b7ad6b7169203331-01";
	}

	/**
	 * Waits for the span of a request.
	 */
	SpanData span(String traceId) {
		return this.spans.awaitSpan((span) -> isServer(span) && span.getTraceId().equals(traceId));
	}

	List<SpanData> spans(String traceId) {
		return this.spans.spans()
			.stream()
			.filter((span) -> isServer(span) && span.getTraceId().equals(traceId))
			.toList();
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
	 * How many requests were measured so far.
	 */
	long measured() {
		return timers().stream().mapToLong(Timer::count).sum();
	}

	/**
	 * The values of each tag of the measurements so far.
	 */
	Map<String, Set<String>> tags() {
		return timers().stream()
			.flatMap((timer) -> timer.getId().getTags().stream())
			.collect(Collectors.groupingBy(Tag::getKey, Collectors.mapping(Tag::getValue, Collectors.toSet())));
	}

	private Collection<Timer> timers() {
		return this.application.getBean(MeterRegistry.class).find("http.server.requests").timers();
	}

	List<ILoggingEvent> logged(String traceId) {
		return this.log.events.stream()
			.filter((event) -> traceId.equals(event.getMDCPropertyMap().get("trace_id")))
			.toList();
	}

	/**
	 * Checks what holds after any number of requests.
	 */
	void assertNothingIsLeft() {
		awaitNoneActive();
		assertThat(this.traceIds).allSatisfy((id) -> assertThat(spans(id)).hasSizeLessThanOrEqualTo(1));
		assertThat(this.application.getBean(CleanThreads.class).leftovers()).isEmpty();
		assertThat(this.application.getBean(MeterRegistry.class)
			.get("telemetry.internal.failures")
			.functionCounter()
			.count()).isZero();
	}

	// A request may end a moment after its response was read.
	private void awaitNoneActive() {
		Gauge active = this.application.getBean(MeterRegistry.class).get("http.server.active.requests").gauge();
		long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
		while (active.value() != 0 && System.nanoTime() < deadline) {
			Thread.onSpinWait();
		}
		assertThat(active.value()).isZero();
	}

	@Override
	public void close() {
		root().detachAppender(this.log);
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

	private static final class Log extends AppenderBase<ILoggingEvent> {

		private final List<ILoggingEvent> events = new CopyOnWriteArrayList<>();

		@Override
		protected void append(ILoggingEvent event) {
			event.getMDCPropertyMap();
			this.events.add(event);
		}

	}

}
