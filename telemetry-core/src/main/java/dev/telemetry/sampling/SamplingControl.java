package dev.telemetry.sampling;

import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;

import dev.telemetry.control.Adjustable;

/**
 * Changes at run time which traces are kept. A change does not affect decisions that were
 * made at the start of open traces; the decision at their end uses the settings of that
 * moment. Thread safe. Reading does not block.
 *
 * @since 0.1.0
 */
public final class SamplingControl {

	private final SamplingSettings configured;

	private final Adjustable<SamplingSettings> settings;

	// The settings with all changes that last until a reset. Guarded by this.
	private SamplingSettings permanent;

	// The configured settings with the adapted ratio.
	private volatile SamplingSettings unchanged;

	/**
	 * Creates a control.
	 * @param configured settings that hold while nothing overrides them
	 */
	public SamplingControl(SamplingSettings configured) {
		this(configured, System::nanoTime);
	}

	SamplingControl(SamplingSettings configured, LongSupplier nanoClock) {
		this.configured = configured;
		this.permanent = configured;
		this.unchanged = configured;
		this.settings = new Adjustable<>(configured, nanoClock);
	}

	/**
	 * Returns the settings that hold now.
	 * @return the settings
	 */
	public SamplingSettings settings() {
		return this.settings.current();
	}

	/**
	 * Returns the settings of the configuration, which hold while nothing overrides them.
	 * @return the settings
	 */
	public SamplingSettings configured() {
		return this.configured;
	}

	/**
	 * Returns whether the settings of the configuration are overridden.
	 * @return whether others hold
	 */
	public boolean isOverridden() {
		return !settings().equals(this.unchanged);
	}

	/**
	 * Overrides the settings until {@link #reset()}. Settings that are overridden for a
	 * while keep those values until then.
	 * @param change what to change
	 * @return the settings that hold from now on
	 */
	public SamplingSettings override(UnaryOperator<SamplingSettings.Builder> change) {
		synchronized (this) {
			this.permanent = changed(this.permanent, change);
			rebase();
		}
		return settings();
	}

	// Called with the lock held. Where the application has changed the ratio until a
	// reset, that ratio is not adapted.
	private void rebase() {
		boolean adapts = !this.unchanged.equals(this.configured)
				&& this.permanent.ratio().equals(this.configured.ratio());
		SamplingSettings base = (adapts) ? changed(this.permanent, (settings) -> settings.ratio(adaptedRatio()))
				: this.permanent;
		this.settings.rebase((before) -> base);
	}

	/**
	 * Adapts the configured ratio. Overrides of the ratio stay in force.
	 */
	void adaptRatio(double ratio) {
		synchronized (this) {
			this.unchanged = changed(this.configured, (settings) -> settings.ratio(ratio));
			rebase();
		}
	}

	/**
	 * Returns the configured ratio, or what it was adapted to.
	 * @return the ratio that holds while nothing overrides it
	 */
	public double adaptedRatio() {
		return this.unchanged.ratio().value();
	}

	/**
	 * Overrides the settings for a while. After that, the settings from before apply
	 * again.
	 * @param change what to change about the settings that hold now
	 * @param expiry for how long
	 * @return the settings that hold from now on
	 */
	public SamplingSettings override(UnaryOperator<SamplingSettings.Builder> change, Duration expiry) {
		add(change, expiry);
		return settings();
	}

	/**
	 * Overrides the settings, for a while or until {@link #remove(SamplingOverride)}. If
	 * several overrides change the same setting, the last one that is active applies.
	 * @param change what to change; applied again whenever another override begins or
	 * ends, and ignored if it throws then
	 * @param expiry for how long, or {@code null} until it is taken back
	 * @return the override
	 * @throws IllegalArgumentException if the change or the expiry makes no sense
	 */
	public SamplingOverride add(UnaryOperator<SamplingSettings.Builder> change, @Nullable Duration expiry) {
		return new SamplingOverride(this.settings.add((settings) -> changed(settings, change), expiry));
	}

	/**
	 * Removes an override before it expires.
	 * @param override what {@link #add} has returned
	 */
	public void remove(SamplingOverride override) {
		this.settings.remove(override.adjustment());
	}

	/**
	 * Returns whether an override is still there.
	 * @param override what {@link #add} has returned
	 * @return {@code false} if it has expired or was removed
	 */
	public boolean isActive(SamplingOverride override) {
		return this.settings.isActive(override.adjustment());
	}

	private static SamplingSettings changed(SamplingSettings settings, UnaryOperator<SamplingSettings.Builder> change) {
		return change.apply(settings.toBuilder()).build();
	}

	/**
	 * Goes back to the settings of the configuration, with the ratio as it was adapted.
	 */
	public void reset() {
		synchronized (this) {
			this.permanent = this.configured;
			rebase();
			this.settings.clear();
		}
	}

}
