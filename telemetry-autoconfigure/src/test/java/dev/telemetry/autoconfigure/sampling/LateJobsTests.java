package dev.telemetry.autoconfigure.sampling;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import dev.telemetry.autoconfigure.EnableTelemetry;
import dev.telemetry.record.TelemetryRecorder;
import dev.telemetry.record.TimedJob;
import dev.telemetry.test.RecordedSpans;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Jobs that a request starts and that fail after it was answered and decided against:
 * each is kept with its own spans, so that the id in its log line leads somewhere.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LateJobsTests {

	private static final int REQUESTS = 20;

	private static final AttributeKey<String> REASON = AttributeKey.stringKey("telemetry.sampling.reason");

	private static final AttributeKey<String> TYPE = AttributeKey.stringKey("job.type");

	private final HttpClient client = HttpClient.newHttpClient();

	private final ListAppender<ILoggingEvent> log = new ListAppender<>();

	private ConfigurableApplicationContext shop;

	private RecordedSpans spans;

	@BeforeAll
	void open() {
		this.shop = new SpringApplicationBuilder(Shop.class).run("--server.port=0", "--telemetry.enabled=true",
				"--telemetry.otel.exporter=none", "--telemetry.export.delay=50ms", "--telemetry.sampling.ratio=0.0",
				"--telemetry.sampling.route-interval=0", "--telemetry.sampling.max-errors-per-second=1000",
				"--management.tracing.export.enabled=true",
				"--spring.autoconfigure.exclude="
						+ "org.springframework.boot.security.autoconfigure.web.servlet.ServletWebSecurityAutoConfiguration,"
						+ "org.springframework.boot.security.autoconfigure.web.servlet.SecurityFilterAutoConfiguration,"
						+ "org.springframework.boot.security.autoconfigure.actuate.web.servlet.ManagementWebSecurityAutoConfiguration");
		this.spans = this.shop.getBean(RecordedSpans.class);
		this.log.start();
		((Logger) LoggerFactory.getLogger("org.springframework.aop.interceptor")).addAppender(this.log);
	}

	@AfterAll
	void close() {
		((Logger) LoggerFactory.getLogger("org.springframework.aop.interceptor")).detachAppender(this.log);
		this.shop.close();
	}

	@BeforeEach
	void clear() {
		this.spans.clear();
		this.log.list.clear();
	}

	@Test
	void anAsynchronousJobIsKeptWithItsOwnSpansAndTheLogLineOfItsFailureLeadsToIt() throws Exception {
		get("/order");
		this.spans.await(2 * REQUESTS);
		assertEachIsKept("mail");
		assertThat(this.log.list).hasSize(REQUESTS)
			.extracting((event) -> event.getMDCPropertyMap().get("trace_id"))
			.containsExactlyInAnyOrderElementsOf(traces());
	}

	@Test
	void aStageThatOutlivesItsRequestIsKeptWithItsOwnSpans() throws Exception {
		get("/stage");
		this.spans.await(2 * REQUESTS);
		assertEachIsKept("stage");
	}

	private void assertEachIsKept(String type) {
		assertThat(this.spans.named("http.server")).isEmpty();
		assertThat(this.spans.named("render")).hasSize(REQUESTS);
		assertThat(this.spans.named("job.run")).hasSize(REQUESTS).allSatisfy((job) -> {
			assertThat(job.getAttributes().get(REASON)).isEqualTo("error");
			assertThat(job.getAttributes().get(TYPE)).isEqualTo(type);
			assertThat(this.spans.named("render")).anyMatch((step) -> step.getParentSpanId().equals(job.getSpanId()));
		});
	}

	private List<String> traces() {
		return this.spans.named("job.run").stream().map(SpanData::getTraceId).toList();
	}

	private void get(String path) throws Exception {
		URI uri = URI.create("http://localhost:" + this.shop.getEnvironment().getProperty("local.server.port") + path);
		List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
		for (int i = 0; i < REQUESTS; i++) {
			answers.add(this.client.sendAsync(HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(30)).build(),
					HttpResponse.BodyHandlers.ofString()));
		}
		for (CompletableFuture<HttpResponse<String>> answer : answers) {
			assertThat(answer.get(30, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableTelemetry
	@EnableAsync
	static class Shop {

		@Bean
		RecordedSpans recordedSpans() {
			return new RecordedSpans();
		}

		@Bean
		EndedRequests endedRequests() {
			return new EndedRequests();
		}

		@Bean
		Mails mails(TelemetryRecorder recorder, EndedRequests requests) {
			return new Mails(recorder, requests);
		}

		@Bean
		Orders orders(Mails mails, TelemetryRecorder recorder,
				@Qualifier("applicationTaskExecutor") Executor executor) {
			return new Orders(mails, recorder, executor);
		}

	}

	static class Mails {

		private final TelemetryRecorder recorder;

		private final EndedRequests requests;

		Mails(TelemetryRecorder recorder, EndedRequests requests) {
			this.recorder = recorder;
			this.requests = requests;
		}

		@Async
		@TimedJob(queue = "orders", type = "mail")
		void send() {
			fail();
		}

		void fail() {
			this.requests.await(this.recorder.logContext().get("trace_id"));
			this.recorder.span("render").run((span) -> {
			});
			throw new IllegalStateException("The mail server is gone");
		}

	}

	@RestController
	static class Orders {

		private final Mails mails;

		private final TelemetryRecorder recorder;

		private final Executor executor;

		Orders(Mails mails, TelemetryRecorder recorder, Executor executor) {
			this.mails = mails;
			this.recorder = recorder;
			this.executor = executor;
		}

		@GetMapping("/order")
		String order() {
			this.mails.send();
			return "ordered";
		}

		@GetMapping("/stage")
		String stage() {
			this.recorder.job("orders", "stage")
				.callAsync((job) -> CompletableFuture.runAsync(this.mails::fail, this.executor));
			return "ordered";
		}

	}

	/**
	 * Which requests are over.
	 */
	static class EndedRequests implements SpanProcessor {

		private final ConcurrentMap<String, CompletableFuture<Void>> ended = new ConcurrentHashMap<>();

		void await(String traceId) {
			of(traceId).orTimeout(30, TimeUnit.SECONDS).join();
		}

		private CompletableFuture<Void> of(String traceId) {
			return this.ended.computeIfAbsent(traceId, (id) -> new CompletableFuture<>());
		}

		@Override
		public void onStart(Context parentContext, ReadWriteSpan span) {
		}

		@Override
		public boolean isStartRequired() {
			return false;
		}

		@Override
		public void onEnd(ReadableSpan span) {
			if (span.getName().equals("http.server")) {
				of(span.getSpanContext().getTraceId()).complete(null);
			}
		}

		@Override
		public boolean isEndRequired() {
			return true;
		}

	}

}
