package dev.telemetry.autoconfigure.messaging;

import java.util.function.Supplier;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.jms.listener.AbstractMessageListenerContainer;
import org.springframework.util.ErrorHandler;

import dev.telemetry.health.InternalFailures;

/**
 * Notes that a listener has failed: a container passes the exception to its error
 * handler, and does not report it to the observation. Then calls the handler that would
 * have been called otherwise. Thread safe.
 */
final class JmsErrorHandler implements ErrorHandler {

	private final ObservationRegistry registry;

	private final Supplier<InternalFailures> failures;

	private final @Nullable ErrorHandler next;

	private final Log logger;

	/**
	 * Creates a handler.
	 * @param registry has the current observation
	 * @param failures receives failures of this project's own code
	 * @param next the handler of the application, or {@code null} for a log line
	 * @param container the container that is named in the log line
	 */
	JmsErrorHandler(ObservationRegistry registry, Supplier<InternalFailures> failures, @Nullable ErrorHandler next,
			Class<? extends AbstractMessageListenerContainer> container) {
		this.registry = registry;
		this.failures = failures;
		this.next = next;
		this.logger = LogFactory.getLog(container);
	}

	@Override
	public void handleError(Throwable failure) {
		try {
			note(failure);
		}
		catch (Throwable ex) {
			this.failures.get().report("noting the failure of a listener", ex);
		}
		if (this.next != null) {
			this.next.handleError(failure);
		}
		else {
			this.logger.warn("Execution of JMS message listener failed, and no ErrorHandler has been set.", failure);
		}
	}

	private void note(Throwable failure) {
		Observation current = this.registry.getCurrentObservation();
		MessageRun run = (current != null) ? MessageRun.of(current.getContext()) : null;
		if (run != null) {
			run.fail(failure);
		}
	}

}
