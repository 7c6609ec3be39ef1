package dev.telemetry.autoconfigure.messaging;

/**
 * The threads of consumers. Thread safe.
 */
final class KafkaConsumerThreads {

	// Of one application, and gone with it.
	@SuppressWarnings("ThreadLocalUsage")
	private final ThreadLocal<KafkaConsumerThread> current = ThreadLocal.withInitial(KafkaConsumerThread::new);

	KafkaConsumerThread current() {
		return this.current.get();
	}

}
