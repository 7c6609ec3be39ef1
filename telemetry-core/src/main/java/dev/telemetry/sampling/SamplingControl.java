package dev.telemetry.sampling;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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
		this.layers = new AtomicReference<>(new Layers(configured, List.of()));
	}

	/**
	 * The settings that hold now.
	 * @return the settings
	 */
	public SamplingSettings settings() {
		Layers current = this.layers.get();
		return (current.overrides.isEmpty()) ? current.settings : current().settings;
	}

	// Without what is over.
	private Layers current() {
		Layers current = this.layers.get();
		long now = this.nanoClock.getAsLong();
		return (current.isOver(now)) ? this.layers.updateAndGet((layers) -> layers.at(now)) : current;
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
		this.layers.updateAndGet((layers) -> new Layers(changed(layers.permanent, change), layers.overrides));
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
		add(change, expiry);
		return settings();
	}

	/**
	 * Overrides the settings, for a while or until that is taken back by
	 * {@link #remove(SamplingOverride)}. Of several that change the same, the last one
	 * holds as long as it is there.
	 * @param change what to change; applied again whenever others come or go
	 * @param expiry for how long, or {@code null} until it is taken back
	 * @return the override
	 * @throws IllegalArgumentException if the change or the expiry makes no sense
	 */
	public SamplingOverride add(UnaryOperator<SamplingSettings.Builder> change, @Nullable Duration expiry) {
		if (expiry != null && (expiry.isNegative() || expiry.isZero())) {
			throw new IllegalArgumentException("'expiry' must be above zero");
		}
		long now = this.nanoClock.getAsLong();
		SamplingOverride added = new SamplingOverride(change, expiry != null,
				(expiry != null) ? now + expiry.toNanos() : 0);
		this.layers.updateAndGet((layers) -> layers.at(now).with(added));
		return added;
	}

	/**
	 * Takes an override back before it is over.
	 * @param override what {@link #add} has returned
	 */
	public void remove(SamplingOverride override) {
		this.layers.updateAndGet((layers) -> layers.without(override));
	}

	/**
	 * Whether an override is still there.
	 * @param override what {@link #add} has returned
	 * @return {@code false} if it is over, or was taken back
	 */
	public boolean isActive(SamplingOverride override) {
		return current().overrides.contains(override);
	}

	private static SamplingSettings changed(SamplingSettings settings, UnaryOperator<SamplingSettings.Builder> change) {
		return change.apply(settings.toBuilder()).build();
	}

	/**
	 * Goes back to the settings of the configuration.
	 */
	public void reset() {
		this.layers.set(new Layers(this.configured, List.of()));
	}

	private static final class Layers {

		private final SamplingSettings permanent;

		// In the order in which they came.
		private final List<SamplingOverride> overrides;

		private final SamplingSettings settings;

		Layers(SamplingSettings permanent, List<SamplingOverride> overrides) {
			this.permanent = permanent;
			this.overrides = overrides;
			SamplingSettings settings = permanent;
			for (SamplingOverride override : overrides) {
				settings = changed(settings, override.change());
			}
			this.settings = settings;
		}

		boolean isOver(long now) {
			for (int i = 0; i < this.overrides.size(); i++) {
				if (this.overrides.get(i).isOver(now)) {
					return true;
				}
			}
			return false;
		}

		Layers at(long now) {
			if (!isOver(now)) {
				return this;
			}
			List<SamplingOverride> left = new ArrayList<>(this.overrides);
			left.removeIf((override) -> override.isOver(now));
			return new Layers(this.permanent, List.copyOf(left));
		}

		Layers with(SamplingOverride override) {
			List<SamplingOverride> more = new ArrayList<>(this.overrides);
			more.add(override);
			return new Layers(this.permanent, List.copyOf(more));
		}

		Layers without(SamplingOverride override) {
			List<SamplingOverride> left = new ArrayList<>(this.overrides);
			left.remove(override);
			return new Layers(this.permanent, List.copyOf(left));
		}

	}

}
