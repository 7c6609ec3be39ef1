package dev.telemetry.export;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;

import org.jspecify.annotations.Nullable;

import dev.telemetry.health.ExporterState;
import dev.telemetry.health.LossReason;

/**
 * Collects losses that a backend has not been told about yet. Any thread may note losses,
 * without a lock; all other methods are for the exporting thread.
 */
final class LossGap {

	private final ExporterState state;

	// Milliseconds since the epoch, 0 for none.
	private final AtomicLong from = new AtomicLong();

	private volatile long to;

	// The last failure that caused a loss, null if there was none.
	private volatile @Nullable String failure;

	// Used only by the exporting thread.
	private final Map<LossReason, Long> told = new EnumMap<>(LossReason.class);

	LossGap(ExporterState state) {
		this.state = state;
		for (LossReason reason : LossReason.values()) {
			this.told.put(reason, 0L);
		}
	}

	/**
	 * Notes records that are lost.
	 * @param failure what went wrong, without any text of the backend, or {@code null} if
	 * the records are lost for another reason
	 */
	void lost(LossReason reason, int records, @Nullable String failure) {
		if (records == 0) {
			return;
		}
		if (failure != null) {
			this.failure = failure;
		}
		long now = System.currentTimeMillis();
		this.to = now;
		if (this.from.get() == 0) {
			this.from.compareAndSet(0, now);
		}
		// Written last: a thread that sees the number sees the times.
		this.state.dropped(reason, records);
		this.state.missing(true);
	}

	/**
	 * Returns the losses that the backend has not been told about.
	 * @return the losses, or {@code null} if there are none
	 */
	@Nullable Losses untold() {
		Map<LossReason, Long> numbers = new EnumMap<>(LossReason.class);
		for (LossReason reason : LossReason.values()) {
			long number = this.state.dropped(reason) - told(reason);
			if (number > 0) {
				numbers.put(reason, number);
			}
		}
		return (numbers.isEmpty()) ? null : losses(numbers);
	}

	// A loss that was counted while the backend was told about others has no start time
	// of its own; and of two threads, the later one may write the earlier time.
	private Losses losses(Map<LossReason, Long> numbers) {
		long end = this.to;
		long begin = this.from.get();
		return new Losses(numbers, (begin != 0) ? Math.min(begin, end) : end, end, this.failure);
	}

	/**
	 * Notes that the backend has been told about losses.
	 */
	void told(Losses losses) {
		losses.records().forEach((reason, number) -> this.told.put(reason, told(reason) + number));
		this.state.missing(false);
		boolean more = untold() != null;
		this.from.set((more) ? losses.toMillis() : 0);
		if (!more) {
			this.failure = null;
		}
		else {
			this.state.missing(true);
		}
	}

	private long told(LossReason reason) {
		return Objects.requireNonNull(this.told.get(reason));
	}

	/**
	 * Records that are lost.
	 *
	 * @param records the number of records for each reason
	 * @param fromMillis when the first record was lost, in milliseconds since the epoch
	 * @param toMillis when the last record was lost, in milliseconds since the epoch
	 * @param failure the last failure that caused a loss, or {@code null}
	 */
	record Losses(Map<LossReason, Long> records, long fromMillis, long toMillis, @Nullable String failure) {

		long total() {
			return this.records.values().stream().mapToLong(Long::longValue).sum();
		}

	}

}
