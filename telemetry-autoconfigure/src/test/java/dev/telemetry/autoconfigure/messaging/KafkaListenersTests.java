package dev.telemetry.autoconfigure.messaging;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.listener.KafkaMessageListenerContainer;

import dev.telemetry.autoconfigure.job.RecordedApplication;
import dev.telemetry.record.TelemetryRecorder;
import dev.telemetry.test.RecordedSpans;

import static dev.telemetry.test.TelemetryAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Listeners of Kafka, with a real broker.
 */
@Tag("messaging")
class KafkaListenersTests {

	private static final String OTHER = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

	private static KafkaBroker broker;

	private static final RecordedSpans spans = new RecordedSpans();

	private static ConfigurableApplicationContext context;

	@BeforeAll
	static void start(@TempDir Path directory) throws Exception {
		broker = KafkaBroker.start(directory);
		context = run(spans);
	}

	private static ConfigurableApplicationContext run(RecordedSpans spans, String... args) {
		List<String> all = new ArrayList<>(List.of(args));
		all.addAll(List.of("--spring.kafka.bootstrap-servers=" + broker.address(),
				"--spring.kafka.consumer.auto-offset-reset=earliest", "--spring.kafka.consumer.fetch-max-wait=50ms",
				"--spring.kafka.listener.poll-timeout=100ms"));
		if (all.stream().noneMatch((arg) -> arg.contains("group-id"))) {
			all.add("--spring.kafka.consumer.group-id=shop");
		}
		return RecordedApplication.run(spans, KafkaApplication.class, all.toArray(new String[0]));
	}

	@AfterAll
	static void stop() {
		context.close();
		broker.close();
	}

	@BeforeEach
	void forget() {
		spans.clear();
	}

	@Test
	void aListenerIsAJobBelowWhatHasSentTheRecord() {
		within("send", (template) -> template.send("orders", "1"));
		SpanData listener = job("orders");
		SpanData sender = spans.awaitSpan((span) -> span.getName().equals("message.send"));
		SpanData sending = job("night");
		assertThat(sender).hasParent(sending)
			.hasKind(SpanKind.PRODUCER)
			.hasAttribute("messaging.system", "kafka")
			.hasAttribute("messaging.destination.name", "orders");
		assertThat(listener).hasKind(SpanKind.CONSUMER)
			.isNotError()
			.hasRemoteParent()
			.hasAttribute("job.type", "listener")
			.hasAttribute("job.success", true)
			.hasAttribute("messaging.system", "kafka")
			.hasAttribute("messaging.operation.type", "process")
			.hasAttribute("messaging.destination.name", "orders")
			.hasAttribute("messaging.destination.partition.id", "0")
			.hasAttribute("messaging.consumer.group.name", "shop")
			.hasNoAttribute("job.attempt");
		assertThat(listener.getParentSpanId()).isEqualTo(sender.getSpanId());
		assertThat(listener.getTraceId()).isEqualTo(sending.getTraceId());
		assertThat(spans.single("external.api.call")).hasParent(listener);
		assertThat(names()).containsExactlyInAnyOrder("job.run", "message.send", "job.run", "external.api.call");
	}

	@Test
	void listenersOfTwoGroupsOnOneTopicAreTwoJobs() {
		template().send("shared", "1");
		assertThat(awaitJobs("shared", 2))
			.extracting((job) -> job.getAttributes().get(AttributeKey.stringKey("job.type")))
			.containsExactlyInAnyOrder("listener.billing", "listener.shipping");
	}

	@Test
	void aRecordThatIsPassedOnHasNothingOfTheTraceItCameFrom() {
		ProducerRecord<Object, Object> message = new ProducerRecord<>("orders", "4");
		message.headers().add("traceparent", OTHER.getBytes(StandardCharsets.UTF_8));
		message.headers().add("tracestate", "vendor=1,ot=th:8".getBytes(StandardCharsets.UTF_8));
		within("pass-on", (template) -> template.send(message));
		SpanData listener = job("orders");
		assertThat(listener.getTraceId()).isEqualTo(job("night").getTraceId());
		assertThat(listener.getSpanContext().getTraceState().isEmpty()).isTrue();
	}

	@Test
	void aRecordThatWasSentOutsideOfATraceBeginsOne() {
		template().send("orders", "2");
		assertThat(job("orders")).isRoot();
		assertThat(names()).doesNotContain("message.send");
	}

	@Test
	void whatIsWrittenInTheHeadersByAnybodyHarmsNothing() {
		ProducerRecord<Object, Object> message = new ProducerRecord<>("orders", "3");
		message.headers().add("traceparent", "00-0123".getBytes(StandardCharsets.UTF_8));
		message.headers().add("traceparent", new byte[100_000]);
		message.headers().add("tracestate", null);
		template().send(message);
		assertThat(job("orders")).isRoot().isNotError();
	}

	@Test
	void anExceptionOfTheListenerIsAFailureOfEachAttemptAndTheDeadLetterIsSeen() {
		within("fail", (template) -> template.send("failing", "1"));
		SpanData deadLetter = job("failing-dlt");
		List<SpanData> attempts = awaitJobs("failing", 2);
		assertThat(attempts).hasSize(2).allSatisfy((attempt) -> {
			assertThat(attempt).isError().hasException(IllegalStateException.class, "boom");
			assertThat(attempt.getTraceId()).isEqualTo(deadLetter.getTraceId());
		});
		assertThat(attempts.get(0)).hasNoAttribute("job.attempt");
		assertThat(attempts.get(1)).hasAttribute("job.attempt", 2L);
		// That of a test before may end late.
		SpanData sender = spans.awaitSpan((span) -> span.getTraceId().equals(deadLetter.getTraceId())
				&& "failing-dlt".equals(span.getAttributes().get(AttributeKey.stringKey("messaging.destination.name")))
				&& span.getName().equals("message.send"));
		assertThat(sender.getParentSpanId()).isEqualTo(attempts.get(1).getSpanId());
		assertThat(deadLetter).hasAttribute("job.original_queue", "failing");
		assertThat(deadLetter.getParentSpanId()).isEqualTo(sender.getSpanId());
	}

	@Test
	void whatHandlesTheFailureSeesTheIdsOfTheRun() throws Exception {
		KafkaApplication application = context.getBean(KafkaApplication.class);
		application.recovered.clear();
		template().send("failing", "2");
		job("failing-dlt");
		String last = awaitJobs("failing", 2).get(1).getSpanId();
		assertThat(application.recovered.poll(10, TimeUnit.SECONDS)).containsExactly(last, last);
	}

	@Test
	void aListenerThatGoesOnEndsWithItsFuture() {
		within("later", (template) -> template.send("async", "1"));
		context.getBean(KafkaApplication.class).work.completeExceptionally(new IllegalStateException("late"));
		assertThat(job("async")).isError().hasException(IllegalStateException.class, "late").hasRemoteParent();
	}

	@Test
	void aBatchIsOneJobLinkedToWhatHasSentItsRecords() {
		within("one", (template) -> template.send("batch", "1"));
		SpanData batch = job("batch");
		SpanData sender = spans.awaitSpan((span) -> span.getName().equals("message.send"));
		assertThat(batch).isRoot()
			.hasKind(SpanKind.CONSUMER)
			.hasAttribute("messaging.batch.message_count", 1L)
			.hasAttribute("messaging.consumer.group.name", "shop");
		assertThat(batch.getLinks()).extracting(LinkData::getSpanContext)
			.singleElement()
			.satisfies((link) -> assertThat(link.getSpanId()).isEqualTo(sender.getSpanId()));
		assertThat(spans.single("external.api.call")).hasParent(batch);
	}

	@Test
	void aFailingBatchIsAFailureOfEachAttempt() throws Exception {
		KafkaApplication application = context.getBean(KafkaApplication.class);
		application.recovered.clear();
		template().send("failing-batch", "1");
		List<SpanData> attempts = awaitJobs("failing-batch", 2);
		assertThat(attempts)
			.allSatisfy((attempt) -> assertThat(attempt).isError().hasException(IllegalStateException.class, "boom"));
		assertThat(attempts.get(0)).hasNoAttribute("job.attempt");
		assertThat(attempts.get(1)).hasAttribute("job.attempt", 2L);
		String last = attempts.get(1).getSpanId();
		assertThat(application.recovered.poll(10, TimeUnit.SECONDS)).containsExactly(last, last);
	}

	@Test
	void anErrorThatStopsTheContainerIsAFailure() {
		template().send("broken", "1");
		template().send("broken-batch", "1");
		assertThat(job("broken")).isError().hasAttribute("job.success", false);
		assertThat(job("broken-batch")).isError().hasAttribute("job.success", false);
	}

	@Test
	void soIsOneBeforeTheListenerIsCalled() {
		template().send("unconverted", "1");
		assertThat(job("unconverted")).isError().hasAttribute("job.success", false);
	}

	@Test
	@SuppressWarnings("unchecked")
	void aListenerWhoseInterceptorIsReplacedLaterSucceeds() {
		KafkaMessageListenerContainer<Object, Object> container = context.getBean("intercepted",
				KafkaMessageListenerContainer.class);
		container.setRecordInterceptor((message, consumer) -> message);
		// The topic is there when the container looks for it.
		template().send("intercepted", "1").join();
		container.start();
		assertThat(job("intercepted")).isNotError().hasAttribute("job.success", true);
	}

	@Test
	void aRecordThatTheApplicationFiltersIsSkipped() {
		template().send("filtered", "1");
		template().send("kept-back", "1");
		assertThat(job("filtered")).isNotError().hasAttribute("job.skip_reason", "filtered");
		assertThat(job("kept-back")).isNotError().hasAttribute("job.skip_reason", "filtered");
		assertThat(context.getBean(MeterRegistry.class).get("job.running").tag("queue", "kept-back").gauge().value())
			.isZero();
	}

	@Test
	void aRecordThatCannotBeReadIsAFailure() {
		template().send("numbers", "no number");
		assertThat(awaitJobs("numbers", 1).get(0)).isError();
	}

	@Test
	void aRecordOfARetryTopicSaysWhichAttemptItIs() {
		within("retry", (template) -> template.send("retried", "1"));
		SpanData retry = job("retried-retry");
		assertThat(retry).isError().hasAttribute("job.attempt", 2L).hasAttribute("job.original_queue", "retried");
		assertThat(retry.getTraceId()).isEqualTo(job("retried").getTraceId());
	}

	@Test
	@EnabledIfSystemProperty(named = "tests.all", matches = "true")
	void thereIsOneSpanWhereSpringsObservationIsOnAndItsTimersStay() {
		RecordedSpans own = new RecordedSpans();
		try (ConfigurableApplicationContext observed = run(own, "--spring.kafka.listener.observation-enabled=true",
				"--spring.kafka.template.observation-enabled=true", "--spring.kafka.consumer.group-id=observed")) {
			own.clear();
			within(observed, "observed", (template) -> template.send("orders", "observed"));
			own.awaitSpan((span) -> span.getName().equals("job.run") && span.getKind() == SpanKind.CONSUMER
					&& !span.getParentSpanContext().getSpanId().equals("0000000000000000"));
			assertThat(own.spans()).extracting(SpanData::getName)
				.containsOnly("job.run", "message.send", "external.api.call");
			assertThat(own.named("message.send")).hasSize(1);
			MeterRegistry meters = observed.getBean(MeterRegistry.class);
			assertThat(meters.get("spring.kafka.template").timer().count()).isOne();
			assertThat(meters.find("spring.kafka.listener").timers()).isNotEmpty();
		}
	}

	@Test
	void springsTimersStayWithoutItsObservation() {
		template().send("orders", "timer");
		job("orders");
		MeterRegistry meters = context.getBean(MeterRegistry.class);
		assertThat(meters.find("spring.kafka.listener").tag("result", "success").timers()).isNotEmpty();
		assertThat(meters.find("spring.kafka.template").tag("result", "success").timers()).isNotEmpty();
		assertThat(meters.get("job.run").tag("queue", "orders").tag("type", "listener").timer().count()).isPositive();
	}

	private static void within(String type, Consumer<KafkaTemplate<Object, Object>> work) {
		within(context, type, work);
	}

	private static void within(ConfigurableApplicationContext application, String type,
			Consumer<KafkaTemplate<Object, Object>> work) {
		application.getBean(TelemetryRecorder.class)
			.job("night", type)
			.run((job) -> work.accept(template(application)));
	}

	private static KafkaTemplate<Object, Object> template() {
		return template(context);
	}

	@SuppressWarnings("unchecked")
	private static KafkaTemplate<Object, Object> template(ConfigurableApplicationContext application) {
		return application.getBean("kafkaTemplate", KafkaTemplate.class);
	}

	private static SpanData job(String queue) {
		return spans.awaitSpan((span) -> isJob(span, queue), Duration.ofSeconds(20));
	}

	private static List<SpanData> awaitJobs(String queue, int count) {
		spans.awaitSpan((span) -> jobs(queue).size() >= count, Duration.ofSeconds(20));
		return jobs(queue);
	}

	private static List<SpanData> jobs(String queue) {
		return spans.spans().stream().filter((span) -> isJob(span, queue)).toList();
	}

	private static boolean isJob(SpanData span, String queue) {
		return span.getName().equals("job.run")
				&& queue.equals(span.getAttributes().get(AttributeKey.stringKey("queue.name")));
	}

	private static List<String> names() {
		return spans.spans().stream().map(SpanData::getName).toList();
	}

}
