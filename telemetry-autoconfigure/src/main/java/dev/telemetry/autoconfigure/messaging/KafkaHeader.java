package dev.telemetry.autoconfigure.messaging;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * Reads headers of records. The last header of a name counts.
 */
final class KafkaHeader {

	private static final int MAX_NAME = 249;

	private KafkaHeader() {
	}

	static byte @Nullable [] bytes(ConsumerRecord<?, ?> message, String key) {
		Header header = message.headers().lastHeader(key);
		return (header != null) ? header.value() : null;
	}

	/**
	 * Returns the name of a topic.
	 * @return the name, or {@code null} if there is none or it is too long for the name
	 * of a topic
	 */
	static @Nullable String topic(ConsumerRecord<?, ?> message, String key) {
		byte[] bytes = bytes(message, key);
		return (bytes != null && bytes.length <= MAX_NAME) ? new String(bytes, StandardCharsets.UTF_8) : null;
	}

	/**
	 * Returns a number of attempts.
	 * @return the number, or 0 if there is none
	 */
	static int attempts(ConsumerRecord<?, ?> message, String key) {
		byte[] bytes = bytes(message, key);
		if (bytes == null) {
			return 0;
		}
		return switch (bytes.length) {
			case 1 -> bytes[0];
			case Integer.BYTES -> ByteBuffer.wrap(bytes).getInt();
			default -> 0;
		};
	}

}
