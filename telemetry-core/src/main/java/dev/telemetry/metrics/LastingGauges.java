package dev.telemetry.metrics;

import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;

/**
 * Gauges that are registered again after they were removed from the registry. If one
 * cannot be registered, for example because a filter of the application throws, the
 * others still are. Thread safe.
 */
final class LastingGauges {

	private final MeterRegistry registry;

	private final Queue<Gauge.Builder<?>> missing = new ConcurrentLinkedQueue<>();

	// Found by the object, because a filter may have given the meter another name.
	private final Map<Meter, Gauge.Builder<?>> registered = new ConcurrentHashMap<>();

	LastingGauges(MeterRegistry registry) {
		this.registry = registry;
	}

	/**
	 * Adds a gauge, which the next call of {@link #register()} registers.
	 */
	void add(Gauge.Builder<?> gauge) {
		this.missing.add(gauge);
	}

	/**
	 * Registers missing gauges. Costs one volatile read if none is missing.
	 * @throws IllegalStateException if a gauge cannot be registered; the next call tries
	 * again
	 */
	void register() {
		if (this.missing.isEmpty()) {
			return;
		}
		Throwable failure = registerMissing();
		if (failure != null) {
			throw new IllegalStateException("A gauge cannot be registered", failure);
		}
	}

	/**
	 * Registers missing gauges, as far as possible.
	 * @return the last exception, or {@code null} if there was none
	 */
	@Nullable Throwable registerMissing() {
		Throwable failure = null;
		for (int i = this.missing.size(); i > 0; i--) {
			Gauge.Builder<?> gauge = this.missing.poll();
			if (gauge == null) {
				break;
			}
			try {
				this.registered.put(gauge.register(this.registry), gauge);
			}
			catch (Throwable ex) {
				this.missing.add(gauge);
				failure = ex;
			}
		}
		return failure;
	}

	/**
	 * Notes that a meter was removed from the registry.
	 */
	void forget(Meter removed) {
		Gauge.Builder<?> gauge = this.registered.remove(removed);
		if (gauge != null) {
			this.missing.add(gauge);
		}
	}

}
