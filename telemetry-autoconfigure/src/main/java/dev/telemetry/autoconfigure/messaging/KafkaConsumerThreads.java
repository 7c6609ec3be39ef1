package dev.telemetry.autoconfigure.messaging;

import java.util.function.Consumer;

import dev.telemetry.health.InternalFailures;

/**
 * The states of the threads of consumers. Thread safe.
 */
final class KafkaConsumerThreads {

	// Not static, so that it is gone with the application.
	@SuppressWarnings("ThreadLocalUsage")
	private final ThreadLocal<KafkaConsumerThread> current = ThreadLocal.withInitial(KafkaConsumerThread::new);

	private final InternalFailures failures;

	KafkaConsumerThreads(InternalFailures failures) {
		this.failures = failures;
	}

	KafkaConsumerThread current() {
		return this.current.get();
	}

	/**
	 * Changes the state of the current thread. A failure does not reach the container,
	 * which would take it for a failure of the record.
	 * @param note changes the state
	 */
	void note(Consumer<KafkaConsumerThread> note) {
		try {
			note.accept(current());
		}
		catch (Throwable ex) {
			this.failures.report("following a consumer of Kafka", ex);
		}
	}

}
