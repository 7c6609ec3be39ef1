package dev.telemetry.autoconfigure.messaging;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.micrometer.observation.Observation;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * State of the thread of a Kafka consumer, which calls one listener at a time. Used by
 * that thread only.
 */
final class KafkaConsumerThread {

	// The last record of each partition that the listener failed with.
	private final Map<TopicPartition, Failed> failed = new HashMap<>(4);

	private @Nullable String group;

	private boolean seen;

	private boolean adapted;

	private Observation.@Nullable Context run;

	private boolean reached;

	// Observation of a record whose outcome has not been reported yet.
	private @Nullable Observation handedOver;

	private @Nullable Observation batch;

	private Observation.@Nullable Scope batchScope;

	/**
	 * Notes the container that the thread belongs to.
	 * @param group the group of the consumer
	 * @param adapted whether the adapter that calls the method of the listener ends its
	 * observation
	 */
	void of(@Nullable String group, boolean adapted) {
		this.group = group;
		this.adapted = adapted;
		this.seen = true;
	}

	@Nullable String group() {
		return this.group;
	}

	/**
	 * Returns whether the outcome of a record is reported before its observation ends.
	 * That is so if the arrival of the record was reported, and the adapter of the
	 * listener does not end the observation.
	 */
	boolean isToldOfEnds() {
		return this.reached && this.seen && !this.adapted;
	}

	/**
	 * Returns the number of the delivery of a record to its listener, as far as this
	 * thread knows.
	 */
	int attempt(ConsumerRecord<?, ?> message) {
		Failed before = (this.failed.isEmpty()) ? null : this.failed.get(partition(message));
		return (before != null && before.offset() == message.offset()) ? before.attempts() + 1 : 1;
	}

	/**
	 * Returns the number of the delivery of a batch, by the first record of each
	 * partition.
	 */
	int attempt(ConsumerRecords<?, ?> messages) {
		int attempt = 1;
		for (ConsumerRecord<?, ?> first : firsts(messages)) {
			attempt = Math.max(attempt, attempt(first));
		}
		return attempt;
	}

	// An interceptor of the application may have removed all records of a partition.
	private static List<ConsumerRecord<?, ?>> firsts(ConsumerRecords<?, ?> messages) {
		List<ConsumerRecord<?, ?>> firsts = new ArrayList<>();
		for (TopicPartition partition : messages.partitions()) {
			messages.records(partition).stream().limit(1).forEach(firsts::add);
		}
		return firsts;
	}

	private static TopicPartition partition(ConsumerRecord<?, ?> message) {
		return new TopicPartition(message.topic(), message.partition());
	}

	/**
	 * Begins a run for a record.
	 * @return whether a run begins; {@code false} for a record of a batch, which is
	 * observed as well if the application wants that
	 */
	boolean begin(Observation.Context run) {
		if (this.batch != null) {
			return false;
		}
		this.run = run;
		return true;
	}

	/**
	 * Begins a run for a batch.
	 */
	void begin(Observation batch) {
		clear();
		batch.start();
		this.batch = batch;
		this.batchScope = batch.openScope();
		this.run = batch.getContext();
		this.reached = !this.adapted;
	}

	/**
	 * Notes that the record reaches the listener.
	 * @param current the current observation
	 */
	void reached(@Nullable Observation current) {
		this.reached = true;
		MessageRun open = open();
		if (open != null && this.batch == null) {
			open.cutOff(isToldOfEnds());
			this.handedOver = current;
		}
	}

	/**
	 * Notes that the batch reaches the listener.
	 */
	void reached() {
		this.reached = true;
	}

	/**
	 * Notes that the listener is not called.
	 */
	void filtered() {
		MessageRun current = (this.run != null) ? MessageRun.of(this.run) : null;
		if (current != null) {
			current.skip(MessageRun.FILTERED);
		}
	}

	/**
	 * Notes that a record will not be delivered again.
	 */
	void succeeded(ConsumerRecord<?, ?> message) {
		if (!this.failed.isEmpty()) {
			this.failed.remove(partition(message));
		}
	}

	/**
	 * Notes that a record may be delivered again.
	 */
	void failed(ConsumerRecord<?, ?> message) {
		this.failed.put(partition(message), new Failed(message.offset(), attempt(message)));
	}

	/**
	 * Notes that no record of a batch will be delivered again.
	 */
	void succeeded(ConsumerRecords<?, ?> messages) {
		if (!this.failed.isEmpty()) {
			this.failed.keySet().removeAll(messages.partitions());
		}
	}

	/**
	 * Notes that a batch may be delivered again.
	 */
	void failed(ConsumerRecords<?, ?> messages) {
		firsts(messages).forEach(this::failed);
	}

	/**
	 * Ends a run that has returned, unless other code ends it.
	 * @param current the current observation
	 */
	void returned(@Nullable Observation current) {
		this.handedOver = null;
		MessageRun open = open();
		if (open == null) {
			return;
		}
		open.cutOff(false);
		if (!this.reached) {
			filtered();
		}
		if (!goesOn()) {
			stop(current, null);
		}
	}

	private boolean goesOn() {
		return this.adapted && this.reached;
	}

	/**
	 * Ends a run that has thrown, unless other code ends it.
	 * @param current the current observation
	 */
	void threw(Exception failure, @Nullable Observation current) {
		this.handedOver = null;
		MessageRun open = open();
		if (open != null) {
			open.cutOff(false);
			stop(current, failure);
		}
	}

	private @Nullable MessageRun open() {
		MessageRun current = (this.run != null) ? MessageRun.of(this.run) : null;
		return (current != null && !current.isOver()) ? current : null;
	}

	// The container itself stops the observation of a listener without an adapter.
	@SuppressWarnings("ReferenceEquality")
	private void stop(@Nullable Observation current, @Nullable Exception failure) {
		if (current == null || current.getContext() != this.run || (!this.adapted && this.batch == null)) {
			return;
		}
		if (failure != null) {
			current.error(failure);
		}
		current.stop();
	}

	/**
	 * Forgets the run, and closes its scope if it is for a batch. The container closes
	 * the scope of a run for a record. A run that no code has ended was cut off by an
	 * error.
	 */
	void clear() {
		MessageRun open = open();
		Observation unended = (this.batch != null && !goesOn()) ? this.batch : this.handedOver;
		if (open != null && unended != null) {
			open.cutOff(true);
			unended.stop();
		}
		Observation.Scope scope = this.batchScope;
		this.run = null;
		this.reached = false;
		this.handedOver = null;
		this.batch = null;
		this.batchScope = null;
		if (scope != null) {
			scope.close();
		}
	}

	/**
	 * A record that the listener failed with.
	 *
	 * @param offset offset of the record
	 * @param attempts how often the record was delivered
	 */
	private record Failed(long offset, int attempts) {

	}

}
