package dev.telemetry.record;

import java.util.Map;
import java.util.function.Consumer;

import io.opentelemetry.api.trace.Span;
import org.jspecify.annotations.Nullable;

import dev.telemetry.names.JobAttributes;

/**
 * Notes of an open recording that are written to its span at the end. Thread safe.
 */
final class RecordingNotes {

	private volatile @Nullable Statistics statistics;

	private volatile @Nullable JobProgress progress;

	private volatile @Nullable Consumer<? super Span> description;

	/**
	 * Adds a value to a statistic.
	 * @return whether there was room for the name of the statistic
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
	 * Returns the current statistics, by name.
	 */
	Map<String, JobEnd.Measured> measured() {
		Statistics statistics = this.statistics;
		return (statistics != null) ? statistics.measured() : Map.of();
	}

	void progress(JobProgress progress) {
		this.progress = progress;
	}

	@Nullable JobProgress progress() {
		return this.progress;
	}

	/**
	 * Writes the statistics and the progress as they are now.
	 */
	void writeNumbers(Span span) {
		Statistics statistics = this.statistics;
		if (statistics != null) {
			statistics.write(span);
		}
		JobProgress progress = this.progress;
		if (progress != null) {
			span.setAttribute(JobAttributes.PROGRESS_DONE, progress.done());
			if (progress.expected() > 0) {
				span.setAttribute(JobAttributes.PROGRESS_EXPECTED, progress.expected());
			}
		}
	}

	// The description comes last: it may fail.
	void write(Span span) {
		writeNumbers(span);
		Consumer<? super Span> description = this.description;
		if (description != null) {
			description.accept(span);
		}
	}

}
