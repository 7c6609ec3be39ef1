package dev.telemetry.record;

import java.util.Map;
import java.util.function.Consumer;

import io.opentelemetry.api.trace.Span;
import org.jspecify.annotations.Nullable;

/**
 * What is noted of a recording while it goes on, and written to its span at the end.
 * Thread safe.
 */
final class RecordingNotes {

	private volatile @Nullable Statistics statistics;

	private volatile @Nullable Consumer<? super Span> description;

	/**
	 * Adds a value to a statistic.
	 * @return whether there was room for its name
	 */
	boolean measure(String name, double value) {
		return statistics().add(name, value);
	}

	private Statistics statistics() {
		Statistics statistics = this.statistics;
		if (statistics == null) {
			synchronized (this) {
				statistics = this.statistics;
				if (statistics == null) {
					statistics = new Statistics();
					this.statistics = statistics;
				}
			}
		}
		return statistics;
	}

	void describe(Consumer<? super Span> description) {
		this.description = description;
	}

	/**
	 * The statistics as they are, by name.
	 */
	Map<String, JobEnd.Measured> measured() {
		Statistics statistics = this.statistics;
		return (statistics != null) ? statistics.measured() : Map.of();
	}

	// The description comes last: it may fail.
	void write(Span span) {
		Statistics statistics = this.statistics;
		if (statistics != null) {
			statistics.write(span);
		}
		Consumer<? super Span> description = this.description;
		if (description != null) {
			description.accept(span);
		}
	}

}
