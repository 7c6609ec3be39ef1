package dev.telemetry.metrics;

import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Timer;

import dev.telemetry.decision.RequestMeter;
import dev.telemetry.decision.RequestOutcome;
import dev.telemetry.names.MeterNames;

/**
 * Records {@code http.server.requests} with the tags and values of Spring Boot, and a
 * gauge of the requests that are being served. Thread safe. Timers are looked up once for
 * each combination of tags: after that a request costs a look-up in a concurrent map and
 * one small key.
 */
public final class HttpServerMeters implements RequestMeter {

	/**
	 * Beyond this many combinations nothing more is remembered; a registry has its own
	 * limits far below.
	 */
	private static final int MAX_CACHED_TIMERS = 10_000;

	private final MeterRegistry registry;

	private final HttpServerMeterSettings settings;

	private final ConcurrentMap<HttpServerTags, Timer> timers = new ConcurrentHashMap<>();

	private final LongAdder active = new LongAdder();

	/**
	 * Creates the meters and registers the gauge.
	 * @param registry where to register
	 * @param settings name, buckets and extra tags of the timer
	 */
	public HttpServerMeters(MeterRegistry registry, HttpServerMeterSettings settings) {
		this.registry = registry;
		this.settings = settings;
		// A removed timer would go on swallowing values.
		registry.config().onMeterRemoved(this::forget);
		Gauge.builder(MeterNames.HTTP_SERVER_ACTIVE_REQUESTS, this.active, LongAdder::doubleValue)
			.description("Requests that are being served")
			.register(registry);
	}

	private void forget(Meter meter) {
		if (meter.getId().getName().equals(this.settings.name())) {
			this.timers.values().removeIf(meter::equals);
		}
	}

	@Override
	public void started() {
		this.active.increment();
	}

	@Override
	public void ended(RequestOutcome outcome) {
		this.active.decrement();
		timer(HttpServerTags.of(outcome)).record(outcome.durationNanos(), TimeUnit.NANOSECONDS);
	}

	private Timer timer(HttpServerTags tags) {
		Timer timer = this.timers.get(tags);
		if (timer == null) {
			timer = register(tags);
			if (this.timers.size() < MAX_CACHED_TIMERS) {
				this.timers.put(tags, timer);
			}
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
