package dev.telemetry.metrics;

import java.util.Arrays;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Timer;
import org.jspecify.annotations.Nullable;

import dev.telemetry.decision.RequestOutcome;

/**
 * Remembers the timers of requests. Timers are found by the pattern, for which there are
 * few timers, unless the application adds labels. Thread safe; a look-up without labels
 * of the application allocates nothing.
 */
final class CachedTimers {

	/**
	 * Maximum number of patterns, and of combinations with labels, that are remembered; a
	 * registry has its own limits far below.
	 */
	private static final int MAX_TIMERS = 10_000;

	private static final int MAX_TIMERS_OF_PATTERN = 200;

	private static final Entry[] NONE = {};

	private final ConcurrentMap<String, Entry[]> byPattern = new ConcurrentHashMap<>();

	private final ConcurrentMap<HttpServerTags, Timer> labelled = new ConcurrentHashMap<>();

	/**
	 * Returns the timer of a request, or {@code null} if it is not remembered.
	 */
	@Nullable Timer get(RequestOutcome outcome) {
		if (!outcome.labels().isEmpty()) {
			return this.labelled.get(HttpServerTags.of(outcome));
		}
		Entry[] entries = this.byPattern.get(outcome.pattern());
		if (entries != null) {
			for (Entry entry : entries) {
				if (entry.tags().fit(outcome)) {
					return entry.timer();
				}
			}
		}
		return null;
	}

	void put(HttpServerTags tags, Timer timer) {
		if (!tags.labels().isEmpty()) {
			if (this.labelled.size() < MAX_TIMERS) {
				this.labelled.put(tags, timer);
			}
			return;
		}
		Entry[] before = this.byPattern.getOrDefault(tags.uri(), NONE);
		if (before.length < MAX_TIMERS_OF_PATTERN && this.byPattern.size() < MAX_TIMERS) {
			this.byPattern.merge(tags.uri(), new Entry[] { new Entry(tags, timer) }, CachedTimers::append);
		}
	}

	private static Entry[] append(Entry[] entries, Entry[] added) {
		Entry[] all = Arrays.copyOf(entries, entries.length + added.length);
		System.arraycopy(added, 0, all, entries.length, added.length);
		return all;
	}

	/**
	 * Forgets a timer that was removed from the registry, because values that it records
	 * are lost.
	 */
	void forget(Meter timer) {
		this.labelled.values().removeIf(timer::equals);
		this.byPattern.replaceAll((pattern, entries) -> without(entries, timer));
	}

	private static Entry[] without(Entry[] entries, Meter timer) {
		return Arrays.stream(entries).filter((entry) -> !entry.timer().equals(timer)).toArray(Entry[]::new);
	}

	private record Entry(HttpServerTags tags, Timer timer) {

	}

}
