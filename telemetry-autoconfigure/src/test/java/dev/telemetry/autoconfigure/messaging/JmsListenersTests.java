package dev.telemetry.autoconfigure.messaging;

import java.time.Duration;
import java.util.List;

import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jms.core.JmsTemplate;

import dev.telemetry.autoconfigure.job.RecordedApplication;
import dev.telemetry.record.TelemetryRecorder;
import dev.telemetry.test.RecordedSpans;

import static dev.telemetry.test.TelemetryAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Listeners of JMS, with Artemis in this virtual machine.
 */
@Tag("messaging")
@ExtendWith(OutputCaptureExtension.class)
class JmsListenersTests {

	private static final RecordedSpans spans = new RecordedSpans();

	private static ConfigurableApplicationContext context;

	@BeforeAll
	static void start() {
		context = run();
	}

	private static ConfigurableApplicationContext run(String... args) {
		return RecordedApplication.run(spans, JmsApplication.class, args);
	}

	@AfterAll
	static void stop() {
		context.close();
	}

	@BeforeEach
	void forget() {
		spans.clear();
	}

	@Test
	void aListenerIsAJobBelowWhatHasSentTheMessage() {
		send("send", "orders");
		SpanData listener = job("orders");
		SpanData sender = spans.awaitSpan((span) -> span.getName().equals("message.send"));
		SpanData sending = job("night");
		assertThat(sender).hasParent(sending)
			.hasKind(SpanKind.PRODUCER)
			.hasAttribute("messaging.system", "jms")
			.hasAttribute("messaging.destination.name", "orders");
		assertThat(listener).hasKind(SpanKind.CONSUMER)
			.isNotError()
			.hasRemoteParent()
			.hasAttribute("job.type", "listener")
			.hasAttribute("job.success", true)
			.hasAttribute("messaging.system", "jms")
			.hasAttribute("messaging.destination.name", "orders")
			.hasNoAttribute("exception")
			.hasNoAttribute("job.attempt");
		assertThat(listener.getParentSpanId()).isEqualTo(sender.getSpanId());
		assertThat(listener.getTraceId()).isEqualTo(sending.getTraceId());
		assertThat(spans.single("external.api.call")).hasParent(listener);
		assertThat(spans.spans()).extracting(SpanData::getName)
			.containsExactlyInAnyOrder("job.run", "message.send", "job.run", "external.api.call");
	}

	@Test
	void aMessageThatWasSentOutsideOfATraceBeginsOne() {
		template().convertAndSend("orders", "2");
		assertThat(job("orders")).isRoot();
	}

	@Test
	void whatIsWrittenInThePropertiesByAnybodyHarmsNothing() {
		template().convertAndSend("orders", "3", (message) -> {
			message.setIntProperty("traceparent", 7);
			message.setStringProperty("tracestate", "x".repeat(100_000));
			return message;
		});
		assertThat(job("orders")).isRoot().isNotError();
	}

	@Test
	void anExceptionOfTheListenerIsAFailureOfEachDeliveryAndTheDeadLetterIsSeen(CapturedOutput output) {
		send("fail", "failing");
		SpanData deadLetter = job("dead");
		// The broker may have delivered it before the listener that failed is over.
		List<SpanData> deliveries = awaitJobs("failing", 2);
		assertThat(deliveries).hasSize(2)
			.allSatisfy((delivery) -> assertThat(delivery).isError()
				.hasException(IllegalStateException.class, "boom")
				.hasAttribute("job.success", false));
		assertThat(deliveries.get(1)).hasAttribute("job.attempt", 2L);
		assertThat(deadLetter).hasAttribute("job.original_queue", "failing");
		assertThat(deadLetter.getTraceId()).isEqualTo(deliveries.get(0).getTraceId());
		assertThat(output.getAll().lines().filter((line) -> line.contains("no ErrorHandler has been set")))
			.hasSizeGreaterThanOrEqualTo(2)
			.allMatch((line) -> line.contains("WARN") && line.contains("DefaultMessageListenerContainer")
					|| line.contains("SimpleMessageListenerContainer"))
			.anyMatch((line) -> line.contains(deliveries.get(0).getSpanId()))
			.anyMatch((line) -> line.contains(deliveries.get(1).getSpanId()));
	}

	@Test
	void anAnswerGoesOnInTheTrace() {
		send("ask", "asked");
		SpanData answered = job("orders");
		assertThat(answered.getTraceId()).isEqualTo(job("asked").getTraceId());
	}

	@Test
	void aFactoryOfTheApplicationIsObservedToo() {
		send("bare", "bare");
		assertThat(job("bare")).hasRemoteParent().hasKind(SpanKind.CONSUMER);
	}

	@Test
	void aSimpleContainerIsObservedToo() {
		send("simple", "simple");
		assertThat(job("simple")).isError().hasRemoteParent();
	}

	@Test
	void whatSpringMeasuresStays() {
		send("timer", "orders");
		job("orders");
		MeterRegistry meters = context.getBean(MeterRegistry.class);
		assertThat(meters.find("jms.message.process").timers()).isNotEmpty();
		assertThat(meters.find("jms.message.publish").timers()).isNotEmpty();
		assertThat(meters.get("job.run").tag("queue", "orders").tag("type", "listener").timer().count()).isPositive();
	}

	private static void send(String type, String queue) {
		context.getBean(TelemetryRecorder.class).job("night", type).run((job) -> template().convertAndSend(queue, "1"));
	}

	private static JmsTemplate template() {
		return context.getBean(JmsTemplate.class);
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

}
