package dev.telemetry.autoconfigure.messaging;

import java.util.ArrayList;
import java.util.List;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.impl.LongStringHelper;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.aopalliance.aop.Advice;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.MessageBuilder;
import org.springframework.amqp.core.MessageListener;
import org.springframework.amqp.rabbit.connection.ConnectionFactory;
import org.springframework.amqp.rabbit.listener.AbstractMessageListenerContainer;
import org.springframework.amqp.rabbit.listener.api.ChannelAwareBatchMessageListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import dev.telemetry.autoconfigure.job.RecordedApplication;
import dev.telemetry.test.NoTelemetryLeaks;
import dev.telemetry.test.RecordedSpans;

import static dev.telemetry.test.TelemetryAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.mockito.Mockito.mock;

/**
 * What containers of RabbitMQ do with a message, without a broker.
 */
@NoTelemetryLeaks
class RabbitContainerTests {

	private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

	private static final String PARENT = "00-" + TRACE + "-b7ad6b7169203331-01";

	private final RecordedSpans spans = new RecordedSpans();

	private ConfigurableApplicationContext context;

	@AfterEach
	void close() {
		this.context.close();
	}

	@Test
	void aListenerIsAJobBelowWhatHasSentTheMessage() {
		run();
		single().deliver(message("orders", PARENT));
		assertThat(this.spans.single("job.run")).hasKind(SpanKind.CONSUMER)
			.hasRemoteParent()
			.hasTraceId(TRACE)
			.isNotError()
			.hasAttribute("queue.name", "orders")
			.hasAttribute("job.type", "listener")
			.hasAttribute("messaging.system", "rabbitmq")
			.hasAttribute("messaging.rabbitmq.destination.routing_key", "key")
			.hasNoAttribute("job.attempt");
	}

	@Test
	void anExceptionOfTheListenerIsAFailureAndItsHandlerSeesTheRun() {
		run();
		assertThatException().isThrownBy(() -> single().deliver(message("failing", PARENT)));
		SpanData job = this.spans.single("job.run");
		assertThat(job).isError().hasException(IllegalStateException.class, "boom");
		assertThat(single().handled).containsExactly(job.getSpanId());
	}

	@Test
	void aMessageThatIsDeliveredAgainSaysSo() {
		run();
		Message message = message("orders", PARENT);
		message.getMessageProperties().setRedelivered(true);
		single().deliver(message);
		message.getMessageProperties().setHeader("x-delivery-count", 4L);
		message.getMessageProperties().setHeader("x-first-death-queue", "first");
		single().deliver(message);
		assertThat(this.spans.named("job.run").get(0)).hasAttribute("job.attempt", 2L);
		assertThat(this.spans.named("job.run").get(1)).hasAttribute("job.attempt", 5L)
			.hasAttribute("job.original_queue", "first");
	}

	@ParameterizedTest
	@ValueSource(strings = { "spring.gen-4711", "amq.gen-4711" })
	void queuesWithANameThatWasMadeUpShareOne(String queue) {
		run();
		single().deliver(message(queue, PARENT));
		assertThat(this.spans.single("job.run")).hasAttribute("queue.name", "anonymous")
			.hasAttribute("messaging.destination.name", queue);
	}

	@Test
	void whatIsWrittenInTheHeadersByAnybodyHarmsNothing() {
		run();
		single().deliver(message("orders", 7));
		assertThat(this.spans.single("job.run")).isRoot().isNotError();
	}

	@Test
	void aHeaderThatIsTooLongForATextOfSpringIsRead() {
		run();
		single().deliver(message("orders", LongStringHelper.asLongString(PARENT)));
		assertThat(this.spans.single("job.run").getTraceId()).isEqualTo(TRACE);
	}

	@Test
	void aBatchIsOneJobLinkedToWhatHasSentItsMessages() {
		run();
		Container batch = this.context.getBean("batch", Container.class);
		batch.deliver(List.of(message("orders", PARENT), message("orders", null)));
		SpanData job = this.spans.single("job.run");
		assertThat(job).isRoot().hasKind(SpanKind.CONSUMER).hasAttribute("messaging.batch.message_count", 2L);
		assertThat(job.getLinks()).singleElement()
			.satisfies((link) -> assertThat(link.getSpanContext().getTraceId()).isEqualTo(TRACE));
	}

	@ParameterizedTest
	@ValueSource(strings = { "telemetry.enabled=false", "telemetry.job.rabbit=false" })
	void itCanBeLeftToSpring(String off) {
		run("--" + off);
		single().deliver(message("orders", PARENT));
		assertThat(this.spans.spans()).isEmpty();
	}

	@Test
	void aContainerThatIsSeenTwiceIsObservedOnce() {
		run();
		Container batch = this.context.getBean("batch", Container.class);
		this.context.getBean(RabbitPostProcessor.class).postProcessBeforeInitialization(batch, "batch");
		assertThat(batch.advices()).singleElement().isInstanceOf(RabbitBatchAdvice.class);
	}

	private void run(String... args) {
		this.context = RecordedApplication.run(this.spans, Containers.class, args);
	}

	private Container single() {
		return this.context.getBean("single", Container.class);
	}

	private static Message message(String queue, Object parent) {
		Message message = MessageBuilder.withBody(new byte[0]).setHeader("traceparent", parent).build();
		message.getMessageProperties().setConsumerQueue(queue);
		message.getMessageProperties().setReceivedRoutingKey("key");
		return message;
	}

	@Configuration(proxyBeanMethods = false)
	static class Containers {

		@Bean
		Container single() {
			MessageListener listener = (message) -> {
				if ("failing".equals(message.getMessageProperties().getConsumerQueue())) {
					throw new IllegalStateException("boom");
				}
			};
			return new Container(listener);
		}

		@Bean
		Container batch() {
			ChannelAwareBatchMessageListener listener = (messages, channel) -> {
			};
			return new Container(listener);
		}

	}

	/**
	 * A container that is given messages by the test.
	 */
	static final class Container extends AbstractMessageListenerContainer {

		final List<String> handled = new ArrayList<>();

		Container(MessageListener listener) {
			setConnectionFactory(mock(ConnectionFactory.class));
			setMessageListener(listener);
			setErrorHandler((failure) -> this.handled.add(Span.current().getSpanContext().getSpanId()));
		}

		List<Advice> advices() {
			return List.of(getAdviceChain());
		}

		void deliver(Object data) {
			executeListener(mock(Channel.class), data);
		}

		@Override
		protected void doInitialize() {
		}

		@Override
		protected void shutdownAndWaitOrCallback(Runnable callback) {
			if (callback != null) {
				callback.run();
			}
		}

	}

}
