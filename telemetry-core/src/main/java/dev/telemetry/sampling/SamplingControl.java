package dev.telemetry.sampling;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;

/**
 * Changes at run time which traces are kept. What has been decided about open traces
 * stands; their ends are judged by the settings of that moment. Thread safe, reading does
 * not block.
 *
 * @since 0.1.0
 */
public final class SamplingControl {

	private final SamplingSettings configured;

	private final LongSupplier nanoClock;

	private final AtomicReference<Layers> layers;

	/**
	 * Creates a control.
	 * @param configured settings that hold while nothing overrides them
	 */
	public SamplingControl(SamplingSettings configured) {
		this(configured, System::nanoTime);
	}

	SamplingControl(SamplingSettings configured, LongSupplier nanoClock) {
		this.configured = configured;
		this.nanoClock = nanoClock;
		this.layers = new AtomicReference<>(new Layers(configured, null, 0));
	}

	/**
	 * The settings that hold now.
	 * @return the settings
	 */
	public SamplingSettings settings() {
		Layers current = this.layers.get();
		SamplingSettings temporary = current.temporary;
		if (temporary == null) {
			return current.permanent;
		}
		if (current.isOver(this.nanoClock.getAsLong())) {
			this.layers.compareAndSet(current, new Layers(current.permanent, null, 0));
			return current.permanent;
		}
		return temporary;
	}

	/**
	 * The settings of the configuration, which hold while nothing overrides them.
	 * @return the settings
	 */
	public SamplingSettings configured() {
		return this.configured;
	}

	/**
	 * Whether the settings of the configuration are overridden.
	 * @return whether others hold
	 */
	public boolean isOverridden() {
		return !settings().equals(this.configured);
	}

	/**
	 * Overrides the settings until {@link #reset()}. What is overridden for a while stays
	 * so for that while.
	 * @param change what to change
	 * @return the settings that hold from now on
	 */
	public SamplingSettings override(UnaryOperator<SamplingSettings.Builder> change) {
		settings();
		this.layers.updateAndGet((current) -> {
			SamplingSettings temporary = current.temporary;
			return new Layers(changed(current.permanent, change),
					(temporary != null) ? changed(temporary, change) : null, current.expiresAtNanos);
		});
		return settings();
	}

	/**
	 * Overrides the settings for a while. After that, those hold again that are not
	 * overridden for a while.
	 * @param change what to change about the settings that hold now
	 * @param expiry for how long
	 * @return the settings that hold from now on
	 */
	public SamplingSettings override(UnaryOperator<SamplingSettings.Builder> change, Duration expiry) {
		if (expiry.isNegative() || expiry.isZero()) {
			throw new IllegalArgumentException("'expiry' must be above zero");
		}
		settings();
		long expiresAtNanos = this.nanoClock.getAsLong() + expiry.toNanos();
		this.layers.updateAndGet((current) -> {
			SamplingSettings temporary = current.temporary;
			return new Layers(current.permanent, changed((temporary != null) ? temporary : current.permanent, change),
					expiresAtNanos);
		});
		return settings();
	}

	private static SamplingSettings changed(SamplingSettings settings, UnaryOperator<SamplingSettings.Builder> change) {
		return change.apply(settings.toBuilder()).build();
	}

	/**
	 * Goes back to the settings of the configuration.
	 */
	public void reset() {
		this.layers.set(new Layers(this.configured, null, 0));
	}

	private static final class Layers {

		private final SamplingSettings permanent;

		private final @Nullable SamplingSettings temporary;

		private final long expiresAtNanos;

		Layers(SamplingSettings permanent, @Nullable SamplingSettings temporary, long expiresAtNanos) {
			this.permanent = permanent;
			this.temporary = temporary;
			this.expiresAtNanos = expiresAtNanos;
		}

		boolean isOver(long now) {
			return now - this.expiresAtNanos >= 0;
		}

	}

}
