package dev.telemetry.autoconfigure.messaging;

import java.util.function.Consumer;

import dev.telemetry.health.InternalFailures;

/**
 * The threads of consumers. Thread safe.
 */
final class KafkaConsumerThreads {

	// Of one application, and gone with it.
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
	 * Notes something on the current thread. A failure of that does not reach the
	 * container, for which it would be one of the record.
	 * @param note what is noted
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
