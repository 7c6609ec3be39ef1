package dev.telemetry.control;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;

/**
 * A value that can be changed while the application runs, for a while or until the change
 * is removed. Thread safe; reading does not block, and costs one volatile read while
 * there are no changes.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @param <T> an immutable value
 * @since 0.1.0
 */
public final class Adjustable<T> {

	private static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE);

	private final LongSupplier nanoClock;

	private final AtomicReference<State<T>> state;

	/**
	 * Creates a value without changes.
	 * @param base the value without changes
	 */
	public Adjustable(T base) {
		this(base, System::nanoTime);
	}

	/**
	 * Creates a value without changes.
	 * @param base the value without changes
	 * @param nanoClock a monotonic clock for the expiry of changes
	 */
	public Adjustable(T base, LongSupplier nanoClock) {
		this.nanoClock = nanoClock;
		this.state = new AtomicReference<>(new State<>(base, List.of(), base));
	}

	/**
	 * Returns the value that holds now.
	 * @return the value with all changes
	 */
	public T current() {
		State<T> state = this.state.get();
		return (state.adjustments.isEmpty()) ? state.value : unexpired().value;
	}

	// Returns the state without expired changes.
	private State<T> unexpired() {
		State<T> state = this.state.get();
		long now = this.nanoClock.getAsLong();
		return (state.isOver(now)) ? this.state.updateAndGet((latest) -> latest.at(now)) : state;
	}

	/**
	 * Returns the value without changes.
	 * @return the value
	 */
	public T base() {
		return this.state.get().base;
	}

	/**
	 * Replaces the value below all changes.
	 * @param change computes the new value; may be called more than once
	 */
	public void rebase(UnaryOperator<T> change) {
		this.state.updateAndGet((state) -> State.of(change.apply(state.base), state.adjustments));
	}

	/**
	 * Changes the value. If several changes concern the same part, the last active one
	 * applies.
	 * @param change what to change; applied again whenever other changes are added or
	 * end, and skipped if it throws then
	 * @param expiry for how long the change applies, or {@code null} until it is removed
	 * @return the change, to remove it
	 * @throws IllegalArgumentException if the change or the expiry is invalid; nothing is
	 * changed then
	 */
	public Adjustment<T> add(UnaryOperator<T> change, @Nullable Duration expiry) {
		if (expiry != null && (expiry.isNegative() || expiry.isZero() || expiry.compareTo(LONGEST) > 0)) {
			throw new IllegalArgumentException("'expiry' must be above zero, and below 292 years");
		}
		long now = this.nanoClock.getAsLong();
		Adjustment<T> added = new Adjustment<>(change, expiry != null, (expiry != null) ? now + expiry.toNanos() : 0);
		this.state.updateAndGet((state) -> state.at(now).with(added));
		return added;
	}

	/**
	 * Removes a change before it expires.
	 * @param adjustment what {@link #add} has returned
	 */
	public void remove(Adjustment<T> adjustment) {
		this.state.updateAndGet((state) -> state.without(adjustment));
	}

	/**
	 * Removes all changes.
	 */
	public void clear() {
		this.state.updateAndGet((state) -> State.of(state.base, List.of()));
	}

	/**
	 * Returns whether a change still applies.
	 * @param adjustment the change that {@link #add} has returned
	 * @return {@code false} if the change has expired or was removed
	 */
	public boolean isActive(Adjustment<T> adjustment) {
		return unexpired().adjustments.contains(adjustment);
	}

	/**
	 * A value with its changes.
	 *
	 * @param base the value without changes
	 * @param adjustments the changes, in the order in which they were added
	 * @param value the value with all changes
	 */
	private record State<T>(T base, List<Adjustment<T>> adjustments, T value) {

		static <T> State<T> of(T base, List<Adjustment<T>> adjustments) {
			T value = base;
			for (Adjustment<T> adjustment : adjustments) {
				value = adjustment.applyIfPossible(value);
			}
			return new State<>(base, adjustments, value);
		}

		boolean isOver(long now) {
			for (int i = 0; i < this.adjustments.size(); i++) {
				if (this.adjustments.get(i).isOver(now)) {
					return true;
				}
			}
			return false;
		}

		State<T> at(long now) {
			if (!isOver(now)) {
				return this;
			}
			List<Adjustment<T>> left = new ArrayList<>(this.adjustments);
			left.removeIf((adjustment) -> adjustment.isOver(now));
			return of(this.base, List.copyOf(left));
		}

		State<T> with(Adjustment<T> adjustment) {
			List<Adjustment<T>> more = new ArrayList<>(this.adjustments);
			more.add(adjustment);
			return new State<>(this.base, List.copyOf(more), adjustment.apply(this.value));
		}

		State<T> without(Adjustment<T> adjustment) {
			List<Adjustment<T>> left = new ArrayList<>(this.adjustments);
			left.remove(adjustment);
			return of(this.base, List.copyOf(left));
		}

	}

}
