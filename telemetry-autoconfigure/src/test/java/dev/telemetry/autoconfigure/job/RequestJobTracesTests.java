package dev.telemetry.autoconfigure.job;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import dev.telemetry.autoconfigure.EnableTelemetry;
import dev.telemetry.record.JobTrace;
import dev.telemetry.record.TelemetryRecorder;
import dev.telemetry.record.TimedJob;
import dev.telemetry.test.OtlpReceiver;
import dev.telemetry.test.ReceivedSpan;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Jobs that a request starts and that are traces of their own: they are sampled as jobs,
 * while nothing is kept of the request.
 */
class RequestJobTracesTests {

	private static final ListAppender<ILoggingEvent> log = new ListAppender<>();

	private static final HttpClient client = HttpClient.newHttpClient();

	private static OtlpReceiver receiver;

	private static ConfigurableApplicationContext shop;

	@BeforeAll
	static void open() throws Exception {
		receiver = OtlpReceiver.http();
		shop = start();
		log.start();
		((Logger) LoggerFactory.getLogger("org.springframework.aop.interceptor")).addAppender(log);
	}

	private static ConfigurableApplicationContext start(String... more) {
		List<String> args = new ArrayList<>(List.of("--server.port=0", "--telemetry.enabled=true",
				"--telemetry.otel.endpoint=" + receiver.endpoint(), "--telemetry.otel.protocol=http",
				"--telemetry.export.delay=50ms", "--telemetry.sampling.ratio=0.0",
				"--telemetry.sampling.route-interval=0", "--management.tracing.export.enabled=true",
				"--spring.autoconfigure.exclude="
						+ "org.springframework.boot.security.autoconfigure.web.servlet.ServletWebSecurityAutoConfiguration,"
						+ "org.springframework.boot.security.autoconfigure.web.servlet.SecurityFilterAutoConfiguration,"
						+ "org.springframework.boot.security.autoconfigure.actuate.web.servlet.ManagementWebSecurityAutoConfiguration"));
		args.addAll(List.of(more));
		return new SpringApplicationBuilder(Shop.class).run(args.toArray(new String[0]));
	}

	@AfterAll
	static void close() {
		((Logger) LoggerFactory.getLogger("org.springframework.aop.interceptor")).detachAppender(log);
		shop.close();
		receiver.close();
	}

	@Test
	void anAsynchronousJobThatSucceedsIsSampledAsAJob() throws Exception {
		String[] ids = get(shop, "/order").split(" ");
		assertIsLinked(await("mail"), ids);
		assertThat(await("render").parentSpanId()).isEqualTo(await("mail").spanId());
		assertThat(ids[2]).as("the ids of the request are those of before").isEqualTo(ids[0]);
	}

	@Test
	void oneThatFailsIsKeptAndTheLineAboutItHasItsIds() throws Exception {
		String[] ids = get(shop, "/failing").split(" ");
		ReceivedSpan job = await("failing");
		assertIsLinked(job, ids);
		assertThat(job.attributes()).containsEntry("job.success", false);
		assertThat(log.list).extracting((event) -> event.getMDCPropertyMap().get("trace_id")).contains(job.traceId());
	}

	@Test
	void oneOfTheRecorderHasItsIdsInsideAndThoseOfTheRequestAfterwards() throws Exception {
		String[] ids = get(shop, "/recorder").split(" ");
		ReceivedSpan job = await("recorded");
		assertIsLinked(job, ids);
		assertThat(ids[2]).isEqualTo(job.traceId());
		assertThat(ids[3]).isEqualTo(ids[0]);
	}

	@Test
	void theSettingIsForAllThatDoNotSayOtherwise() throws Exception {
		get(shop, "/plain");
		try (ConfigurableApplicationContext other = start("--telemetry.job.new-trace=true")) {
			String[] ids = get(other, "/plain").split(" ");
			assertIsLinked(await("plain"), ids);
		}
		assertThat(receiver.spans().stream().filter((span) -> "plain".equals(span.attributes().get("job.type"))))
			.hasSize(1);
	}

	private static void assertIsLinked(ReceivedSpan job, String... ids) {
		assertThat(job.parentSpanId()).isEmpty();
		assertThat(job.traceId()).isNotEqualTo(ids[0]);
		assertThat(job.links()).containsExactly(new ReceivedSpan.Link(ids[0], ids[1]));
		assertThat(receiver.spans()).noneMatch((span) -> span.name().equals("http.server"));
	}

	private static ReceivedSpan await(String name) {
		return receiver.awaitSpan((span) -> span.name().equals(name) || name.equals(span.attributes().get("job.type")));
	}

	private static String get(ConfigurableApplicationContext shop, String path) throws Exception {
		URI uri = URI.create("http://localhost:" + shop.getEnvironment().getProperty("local.server.port") + path);
		HttpResponse<String> answer = client.send(HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(30)).build(),
				HttpResponse.BodyHandlers.ofString());
		assertThat(answer.statusCode()).isEqualTo(200);
		return answer.body();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableTelemetry
	@EnableAsync
	static class Shop {

		@Bean
		Mails mails(TelemetryRecorder recorder) {
			return new Mails(recorder);
		}

		@Bean
		Orders orders(Mails mails, TelemetryRecorder recorder) {
			return new Orders(mails, recorder);
		}

	}

	static class Mails {

		private final TelemetryRecorder recorder;

		Mails(TelemetryRecorder recorder) {
			this.recorder = recorder;
		}

		@Async
		@TimedJob(queue = "orders", type = "mail", trace = JobTrace.NEW)
		void send() {
			this.recorder.span("render").run((span) -> {
			});
		}

		@Async
		@TimedJob(queue = "orders", type = "failing", trace = JobTrace.NEW)
		void fail() {
			throw new IllegalStateException("The mail server is gone");
		}

		@TimedJob(queue = "orders", type = "plain")
		void plain() {
		}

	}

	@RestController
	static class Orders {

		private final Mails mails;

		private final TelemetryRecorder recorder;

		Orders(Mails mails, TelemetryRecorder recorder) {
			this.mails = mails;
			this.recorder = recorder;
		}

		@GetMapping("/order")
		String order() {
			String ids = ids();
			this.mails.send();
			return ids + " " + MDC.get("trace_id");
		}

		@GetMapping("/failing")
		String failing() {
			this.mails.fail();
			return ids();
		}

		@GetMapping("/recorder")
		String recorder() {
			String ids = ids();
			String inside = this.recorder.job("orders", "recorded")
				.trace(JobTrace.NEW)
				.call((job) -> MDC.get("trace_id"));
			return ids + " " + inside + " " + MDC.get("trace_id");
		}

		@GetMapping("/plain")
		String plain() {
			this.mails.plain();
			return ids();
		}

		private String ids() {
			return this.recorder.traceId() + " " + this.recorder.spanId();
		}

	}

}
