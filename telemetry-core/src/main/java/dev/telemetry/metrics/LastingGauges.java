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
 * Gauges that are registered again after they were removed from the registry. One that
 * cannot be registered, as where a filter of the application throws, costs no other.
 * Thread safe.
 */
final class LastingGauges {

	private final MeterRegistry registry;

	private final Queue<Gauge.Builder<?>> missing = new ConcurrentLinkedQueue<>();

	// By itself, as a filter may have given it another name.
	private final Map<Meter, Gauge.Builder<?>> registered = new ConcurrentHashMap<>();

	LastingGauges(MeterRegistry registry) {
		this.registry = registry;
	}

	/**
	 * Adds a gauge, to be registered next.
	 */
	void add(Gauge.Builder<?> gauge) {
		this.missing.add(gauge);
	}

	/**
	 * Registers those that are missing. Costs one volatile read if none is.
	 * @throws IllegalStateException if one cannot be; the next call tries again
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
	 * Registers those that are missing, as far as they can be.
	 * @return what was thrown last, or {@code null} if nothing was
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
	 * Notes that a meter was removed.
	 */
	void forget(Meter removed) {
		Gauge.Builder<?> gauge = this.registered.remove(removed);
		if (gauge != null) {
			this.missing.add(gauge);
		}
	}

}
