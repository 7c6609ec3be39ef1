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
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
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

	LivesServer(String otherServer, String... properties) {
		String[] shared = { "--server.port=0", "--server.shutdown=immediate", "--server.servlet.context-path=/shop",
				"--telemetry.enabled=true", "--telemetry.otel.exporter=none", "--telemetry.sampling.ratio=1.0",
				"--management.opentelemetry.tracing.export.schedule-delay=10ms", "--spring.security.user.name=ann",
				"--spring.security.user.password=secret", "--spring.autoconfigure.exclude=" + otherServer };
		this.application = new SpringApplicationBuilder(LivesApplication.class).web(WebApplicationType.SERVLET)
			.run(Stream.concat(Stream.of(shared), Stream.of(properties)).toArray(String[]::new));
		this.spans = this.application.getBean(RecordedSpans.class);
		// Not earlier: the start of an application begins with loggers of its own.
		this.log.start();
		root().addAppender(this.log);
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

	private static boolean isServer(SpanData span) {
		return span.getName().equals("http.server");
	}

	/**
	 * How many requests were measured so far.
	 */
	long measured() {
		return this.application.getBean(MeterRegistry.class)
			.find("http.server.requests")
			.timers()
			.stream()
			.mapToLong(Timer::count)
			.sum();
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
