package dev.telemetry.autoconfigure.web.lives;

import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Timer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a server has measured.
 *
 * @param registry has the meters
 */
record Measurements(MeterRegistry registry) {

	/**
	 * How many requests were measured so far.
	 */
	long requests() {
		return timers().stream().mapToLong(Timer::count).sum();
	}

	/**
	 * The values of each tag of the measurements so far.
	 */
	Map<String, Set<String>> tags() {
		return timers().stream()
			.flatMap((timer) -> timer.getId().getTags().stream())
			.collect(Collectors.groupingBy(Tag::getKey, Collectors.mapping(Tag::getValue, Collectors.toSet())));
	}

	private Collection<Timer> timers() {
		return this.registry.find("http.server.requests").timers();
	}

	/**
	 * Waits until no request is worked on: one may end a moment after its response was
	 * read.
	 * @param missing tells which ones may not have ended
	 */
	void awaitNoneActive(Supplier<String> missing) {
		Gauge active = this.registry.get("http.server.active.requests").gauge();
		long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
		while (active.value() != 0 && System.nanoTime() < deadline) {
			LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
		}
		assertThat(active.value()).as(missing).isZero();
	}

	/**
	 * How often telemetry itself has failed so far.
	 */
	double internalFailures() {
		return this.registry.get("telemetry.internal.failures").functionCounter().count();
	}

}
