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
 */
public final class SamplingControl {

	private final SamplingSettings configured;

	private final LongSupplier nanoClock;

	private final AtomicReference<@Nullable Changed> override = new AtomicReference<>();

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
	}

	/**
	 * The settings that hold now.
	 * @return the settings
	 */
	public SamplingSettings settings() {
		Changed current = this.override.get();
		if (current == null) {
			return this.configured;
		}
		if (current.isOver(this.nanoClock.getAsLong())) {
			this.override.compareAndSet(current, null);
			return this.configured;
		}
		return current.settings();
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
		Changed current = this.override.get();
		return current != null && !current.isOver(this.nanoClock.getAsLong());
	}

	/**
	 * Overrides the settings until {@link #reset()}.
	 * @param change what to change about the settings that hold now
	 * @return the settings that hold from now on
	 */
	public SamplingSettings override(UnaryOperator<SamplingSettings.Builder> change) {
		return override(change, Duration.ZERO);
	}

	/**
	 * Overrides the settings for a while. After that the ones of the configuration hold
	 * again.
	 * @param change what to change about the settings that hold now
	 * @param expiry for how long; zero for as long as nothing else is said
	 * @return the settings that hold from now on
	 */
	public SamplingSettings override(UnaryOperator<SamplingSettings.Builder> change, Duration expiry) {
		if (expiry.isNegative()) {
			throw new IllegalArgumentException("'expiry' must not be negative");
		}
		SamplingSettings settings = change.apply(settings().toBuilder()).build();
		this.override.set(new Changed(settings, !expiry.isZero(), this.nanoClock.getAsLong() + expiry.toNanos()));
		return settings;
	}

	/**
	 * Goes back to the settings of the configuration.
	 */
	public void reset() {
		this.override.set(null);
	}

	private record Changed(SamplingSettings settings, boolean expires, long expiresAtNanos) {

		boolean isOver(long now) {
			return this.expires && now - this.expiresAtNanos >= 0;
		}

	}

}
