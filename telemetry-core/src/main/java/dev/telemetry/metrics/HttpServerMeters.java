package dev.telemetry.metrics;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Timer;

import dev.telemetry.decision.RequestMeter;
import dev.telemetry.decision.RequestOutcome;

/**
 * Records {@code http.server.requests} with the tags and values of Spring Boot, and a
 * gauge of the requests that are being served. Thread safe. Timers are looked up once for
 * each combination of tags: after that a request costs a look-up in a concurrent map.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
public final class HttpServerMeters implements RequestMeter {

	private final MeterRegistry registry;

	private final HttpServerMeterSettings settings;

	private final CachedTimers timers = new CachedTimers();

	private final ActiveRequests active;

	/**
	 * Creates the meters and registers the gauge.
	 * @param registry where to register
	 * @param settings name, buckets and extra tags of the timer
	 */
	public HttpServerMeters(MeterRegistry registry, HttpServerMeterSettings settings) {
		this.registry = registry;
		this.settings = settings;
		// Values that a removed timer records are lost. The timer is found by the object,
		// because a filter may have given it another name.
		registry.config().onMeterRemoved(this.timers::forget);
		this.active = new ActiveRequests(registry);
	}

	@Override
	public void started() {
		this.active.started();
	}

	@Override
	public void ended(RequestOutcome outcome) {
		this.active.ended();
		timer(outcome).record(outcome.durationNanos(), TimeUnit.NANOSECONDS);
	}

	// Two threads may register the timer; the registry has only one nevertheless.
	private Timer timer(RequestOutcome outcome) {
		Timer timer = this.timers.get(outcome);
		if (timer == null) {
			HttpServerTags tags = HttpServerTags.of(outcome);
			timer = register(tags);
			this.timers.put(tags, timer);
		}
		return timer;
	}

	private Timer register(HttpServerTags tags) {
		return Timer.builder(this.settings.name())
			.description("Duration of HTTP server requests")
			.tags(tags.toTags())
			.tags(this.settings.extraTags().entrySet().stream().map((e) -> Tag.of(e.getKey(), e.getValue())).toList())
			.serviceLevelObjectives(this.settings.buckets().toArray(new Duration[0]))
			.register(this.registry);
	}

}
