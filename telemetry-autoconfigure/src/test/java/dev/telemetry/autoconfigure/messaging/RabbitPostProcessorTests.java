package dev.telemetry.autoconfigure.messaging;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Scope;
import io.opentelemetry.context.propagation.ContextPropagators;
import org.junit.jupiter.api.Test;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.MessageListener;
import org.springframework.amqp.rabbit.config.ContainerCustomizer;
import org.springframework.amqp.rabbit.config.SimpleRabbitListenerContainerFactory;
import org.springframework.amqp.rabbit.config.SimpleRabbitListenerEndpoint;
import org.springframework.amqp.rabbit.connection.ConnectionFactory;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.amqp.rabbit.listener.SimpleMessageListenerContainer;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.test.util.ReflectionTestUtils;

import dev.telemetry.health.InternalFailures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.mockito.Mockito.mock;

/**
 * What the application has set for its listeners of RabbitMQ stays.
 */
class RabbitPostProcessorTests {

	private final InternalFailures failures = new InternalFailures();

	private final AtomicInteger customized = new AtomicInteger();

	private final SimpleRabbitListenerContainerFactory factory = new SimpleRabbitListenerContainerFactory();

	private final ContainerCustomizer<SimpleMessageListenerContainer> customizer = (container) -> this.customized
		.incrementAndGet();

	RabbitPostProcessorTests() {
		this.factory.setConnectionFactory(mock(ConnectionFactory.class));
		this.factory.setContainerCustomizer(this.customizer);
	}

	@Test
	void whatCannotBeReadIsCountedAndAllStaysAsItWas() {
		RabbitPostProcessor processor = new RabbitPostProcessor(RabbitPostProcessorTests::missing,
				RabbitPostProcessorTests::missing, () -> this.failures);
		SimpleMessageListenerContainer container = new SimpleMessageListenerContainer();
		RabbitTemplate template = new RabbitTemplate();
		assertThat(processor.postProcessAfterInitialization(this.factory, "factory")).isSameAs(this.factory);
		assertThat(processor.postProcessBeforeInitialization(container, "container")).isSameAs(container);
		assertThat(processor.postProcessAfterInitialization(template, "template")).isSameAs(template);
		assertThat(this.failures.count()).isEqualTo(3);
		assertThat(ReflectionTestUtils.getField(this.factory, "containerCustomizer")).isSameAs(this.customizer);
		assertThat(ReflectionTestUtils.getField(this.factory, "beforeSendReplyPostProcessors")).isNull();
	}

	@Test
	void whatCannotBeCountedEitherReachesNobody() {
		RabbitPostProcessor processor = new RabbitPostProcessor(RabbitPostProcessorTests::missing,
				RabbitPostProcessorTests::missing, RabbitPostProcessorTests::missing);
		assertThat(processor.postProcessAfterInitialization(this.factory, "factory")).isSameAs(this.factory);
	}

	@Test
	void aContainerThatCannotBeObservedIsMadeAllTheSame() {
		RabbitPostProcessor processor = new RabbitPostProcessor(RabbitPostProcessorTests::missing,
				() -> new MessageContexts(RabbitPostProcessorTests::missing, this.failures), () -> this.failures);
		processor.postProcessAfterInitialization(this.factory, "factory");
		assertThat(container()).isNotNull();
		assertThat(this.customized).hasValue(1);
		assertThat(this.failures.count()).isEqualTo(1);
	}

	@Test
	void theCustomizerOfAFactoryBehindAProxyIsStillCalled() {
		ProxyFactory proxies = new ProxyFactory(this.factory);
		proxies.setProxyTargetClass(true);
		MessageObservations observations = new MessageObservations(Stream::empty);
		RabbitPostProcessor processor = new RabbitPostProcessor(() -> observations,
				() -> new MessageContexts(RabbitPostProcessorTests::missing, this.failures), () -> this.failures);
		processor.postProcessAfterInitialization(proxies.getProxy(), "factory");
		container();
		assertThat(this.customized).hasValue(1);
		assertThat(this.failures.count()).isZero();
	}

	@Test
	void aFieldThatThisVersionDoesNotHaveIsNamed() {
		assertThatIllegalArgumentException().isThrownBy(() -> new PrivateField(RabbitTemplate.class, "renamed"))
			.withMessageContaining("RabbitTemplate")
			.withMessageContaining("'renamed'");
	}

	@Test
	void aReplyHasNoHeadersOfTheTraceOfAMessageThatIsPassedOn() {
		ContextPropagators w3c = ContextPropagators.create(W3CTraceContextPropagator.getInstance());
		RabbitReplies replies = new RabbitReplies(
				new MessageContexts(() -> OpenTelemetry.propagating(w3c), this.failures));
		Message reply = new Message(new byte[0]);
		reply.getMessageProperties().setHeader("tracestate", "other=1");
		Span span = Span.wrap(SpanContext.create("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331",
				TraceFlags.getSampled(), TraceState.getDefault()));

		try (Scope scope = span.makeCurrent()) {
			replies.postProcessMessage(reply);
		}

		assertThat(reply.getMessageProperties().getHeaders()).containsOnlyKeys("traceparent");
		assertThat(this.failures.count()).isZero();
	}

	private SimpleMessageListenerContainer container() {
		SimpleRabbitListenerEndpoint endpoint = new SimpleRabbitListenerEndpoint();
		endpoint.setMessageListener(mock(MessageListener.class));
		endpoint.setQueueNames("orders");
		return this.factory.createListenerContainer(endpoint);
	}

	private static <T> T missing() {
		throw new IllegalArgumentException("has no field");
	}

}
