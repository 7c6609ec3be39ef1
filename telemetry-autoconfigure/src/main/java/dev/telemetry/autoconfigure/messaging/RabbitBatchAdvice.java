package dev.telemetry.autoconfigure.messaging;

import java.util.List;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.springframework.amqp.core.Message;

/**
 * Observes batches, which Spring does not, outside of all other advice of the container.
 * Thread safe.
 */
final class RabbitBatchAdvice implements MethodInterceptor {

	private static final String NAME = "telemetry.rabbit.batch";

	private final ObservationRegistry registry;

	RabbitBatchAdvice(ObservationRegistry registry) {
		this.registry = registry;
	}

	// The interface has no annotations for null.
	@Override
	@SuppressWarnings("NullAway")
	public @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
		List<Message> messages = messages(invocation.getArguments());
		if (messages.isEmpty()) {
			return invocation.proceed();
		}
		return Observation.createNotStarted(NAME, () -> new RabbitBatch(messages), this.registry)
			.observeChecked(invocation::proceed);
	}

	@SuppressWarnings("unchecked")
	private static List<Message> messages(@Nullable Object[] arguments) {
		return (arguments.length > 1 && arguments[1] instanceof List<?> messages) ? (List<Message>) messages
				: List.of();
	}

}
