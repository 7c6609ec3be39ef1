package dev.telemetry.autoconfigure.messaging;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
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
import org.junit.jupiter.api.io.TempDir;
import org.springframework.amqp.core.Queue;
import org.springframework.amqp.core.QueueBuilder;
import org.springframework.amqp.rabbit.annotation.RabbitListener;
import org.springframework.amqp.rabbit.config.ContainerCustomizer;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.amqp.rabbit.listener.SimpleMessageListenerContainer;
import org.springframework.amqp.rabbit.listener.api.ChannelAwareBatchMessageListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.messaging.handler.annotation.SendTo;

import dev.telemetry.autoconfigure.job.RecordedApplication;
import dev.telemetry.record.TelemetryRecorder;
import dev.telemetry.test.RecordedSpans;

import static dev.telemetry.test.TelemetryAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Listeners of RabbitMQ, with a real server.
 */
@Tag("rabbitmq")
class RabbitListenersTests {

	private static final RecordedSpans spans = new RecordedSpans();

	private static RabbitBroker broker;

	private static ConfigurableApplicationContext context;

	@BeforeAll
	static void start(@TempDir Path directory) throws Exception {
		broker = RabbitBroker.start(directory);
		context = run(spans);
	}

	private static ConfigurableApplicationContext run(RecordedSpans spans, String... args) {
		String[] all = Arrays.copyOf(args, args.length + 2);
		all[args.length] = "--spring.rabbitmq.port=" + broker.port();
		all[args.length + 1] = "--spring.rabbitmq.listener.simple.default-requeue-rejected=false";
		return RecordedApplication.run(spans, Shop.class, all);
	}

	@AfterAll
	static void stop() throws Exception {
		if (context != null) {
			context.close();
		}
		if (broker != null) {
			broker.close();
		}
	}

	@BeforeEach
	void forget() {
		spans.clear();
	}

	@Test
	void aMessageThatIsPassedOnHasNothingOfTheTraceItCameFrom() {
		context.getBean(TelemetryRecorder.class)
			.job("night", "pass-on")
			.run((job) -> context.getBean(RabbitTemplate.class).convertAndSend("orders", "1", (message) -> {
				message.getMessageProperties()
					.setHeader("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
				message.getMessageProperties().setHeader("tracestate", "vendor=1,ot=th:8");
				return message;
			}));
		SpanData listener = job("orders");
		assertThat(listener.getTraceId()).isEqualTo(job("night").getTraceId());
		assertThat(listener.getSpanContext().getTraceState().isEmpty()).isTrue();
	}

	@Test
	void aListenerIsAJobBelowWhatHasSentTheMessage() {
		send("send", "orders");
		SpanData listener = job("orders");
		SpanData sender = spans.awaitSpan((span) -> span.getName().equals("message.send"));
		assertThat(sender).hasParent(job("night"))
			.hasKind(SpanKind.PRODUCER)
			.hasAttribute("messaging.destination.name", "orders");
		assertThat(listener).hasKind(SpanKind.CONSUMER).isNotError().hasRemoteParent();
		assertThat(listener.getParentSpanId()).isEqualTo(sender.getSpanId());
		assertThat(spans.single("external.api.call")).hasParent(listener);
		assertThat(spans.spans()).extracting(SpanData::getName)
			.containsExactlyInAnyOrder("job.run", "message.send", "job.run", "external.api.call");
	}

	@Test
	void anExceptionOfTheListenerIsAFailureAndTheDeadLetterIsSeen() {
		send("fail", "failing");
		SpanData deadLetter = job("dead");
		SpanData failed = job("failing");
		assertThat(failed).isError().hasException(IllegalStateException.class, "boom");
		assertThat(deadLetter).hasAttribute("job.original_queue", "failing");
		assertThat(deadLetter.getTraceId()).isEqualTo(failed.getTraceId());
	}

	@Test
	void anAnswerGoesOnInTheTrace() {
		send("ask", "asked");
		assertThat(job("orders").getTraceId()).isEqualTo(job("asked").getTraceId());
	}

	@Test
	void aBatchIsOneJobWithLinks() {
		send("batch", "batch");
		assertThat(job("batch")).isRoot().hasAttribute("messaging.batch.message_count", 1L);
		assertThat(job("batch").getLinks()).hasSize(1);
	}

	@Test
	void aCustomizerOfTheApplicationIsStillCalled() {
		assertThat(context.getBean(Shop.class).customized).isPositive();
	}

	@Test
	void springsTimersStay() {
		send("timer", "orders");
		job("orders");
		MeterRegistry meters = context.getBean(MeterRegistry.class);
		assertThat(meters.find("spring.rabbitmq.listener").tag("queue", "orders").timers()).isNotEmpty();
		assertThat(meters.find("spring.rabbit.listener").timers()).isEmpty();
	}

	@Test
	void thereIsOneSpanWhereSpringsObservationIsOn() {
		context.close();
		RecordedSpans own = new RecordedSpans();
		try (ConfigurableApplicationContext observed = run(own,
				"--spring.rabbitmq.listener.simple.observation-enabled=true",
				"--spring.rabbitmq.template.observation-enabled=true")) {
			observed.getBean(TelemetryRecorder.class)
				.job("night", "observed")
				.run((job) -> observed.getBean(RabbitTemplate.class).convertAndSend("orders", "1"));
			own.awaitSpan((span) -> isJob(span, "orders"));
			assertThat(own.spans()).extracting(SpanData::getName)
				.containsExactlyInAnyOrder("job.run", "message.send", "job.run", "external.api.call");
			MeterRegistry meters = observed.getBean(MeterRegistry.class);
			assertThat(meters.find("spring.rabbit.listener").timers()).isNotEmpty();
			assertThat(meters.find("spring.rabbit.template").timers()).isNotEmpty();
		}
		finally {
			context = run(spans);
		}
	}

	private static void send(String type, String queue) {
		context.getBean(TelemetryRecorder.class)
			.job("night", type)
			.run((job) -> context.getBean(RabbitTemplate.class).convertAndSend(queue, "1"));
	}

	private static SpanData job(String queue) {
		return spans.awaitSpan((span) -> isJob(span, queue), Duration.ofSeconds(20));
	}

	private static boolean isJob(SpanData span, String queue) {
		return span.getName().equals("job.run")
				&& queue.equals(span.getAttributes().get(AttributeKey.stringKey("queue.name")));
	}

	@Configuration(proxyBeanMethods = false)
	static class Shop {

		private int customized;

		@Bean
		ContainerCustomizer<SimpleMessageListenerContainer> customizer() {
			return (container) -> {
				this.customized++;
				if (container.getMessageListener() instanceof ChannelAwareBatchMessageListener) {
					container.setConsumerBatchEnabled(true);
				}
			};
		}

		@Bean
		Queue orders() {
			return new Queue("orders");
		}

		@Bean
		Queue asked() {
			return new Queue("asked");
		}

		@Bean
		Queue batch() {
			return new Queue("batch");
		}

		@Bean
		Queue dead() {
			return new Queue("dead");
		}

		@Bean
		Queue failing() {
			return QueueBuilder.durable("failing").deadLetterExchange("").deadLetterRoutingKey("dead").build();
		}

		@Bean
		Listeners listeners(TelemetryRecorder recorder) {
			return new Listeners(recorder);
		}

	}

	static class Listeners {

		private final TelemetryRecorder recorder;

		Listeners(TelemetryRecorder recorder) {
			this.recorder = recorder;
		}

		@RabbitListener(queues = "orders")
		void order(String order) {
			this.recorder.externalCall("partner", "order").run((call) -> {
			});
		}

		@RabbitListener(queues = "failing")
		void fail(String order) {
			throw new IllegalStateException("boom");
		}

		@RabbitListener(queues = "dead")
		void dead(String order) {
		}

		@RabbitListener(queues = "asked")
		@SendTo("orders")
		String answer(String order) {
			return order;
		}

		@RabbitListener(queues = "batch", batch = "true")
		void batch(List<String> orders) {
		}

	}

}
