package dev.telemetry.sampling;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

import dev.telemetry.control.Adjustable;

/**
 * Adapts the ratio, so that it samples about a given number of traces in a minute. Each
 * minute, the ratio is set by the number of traces that began in the minute before; it is
 * lowered within a minute in which many more are sampled. It at most doubles from one
 * minute to the next, and stays between {@value #LEAST} and 1. Each trace is decided by
 * one ratio, which its trace state has.
 * <p>
 * Thread safe, except for {@link #minute()}, which only one thread may call. A trace that
 * begins costs one addition, and a second one if it is sampled.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
public final class TargetRatio {

	/** The least ratio that a target leads to: one trace in ten thousand. */
	public static final double LEAST = 0.0001;

	private static final double NANOS_IN_A_MINUTE = TimeUnit.MINUTES.toNanos(1);

	private static final long SHORTEST_NANOS = TimeUnit.SECONDS.toNanos(1);

	private static final int MOST_RISE = 2;

	private final SamplingControl control;

	private final Adjustable<Integer> target;

	private final LongSupplier nanoClock;

	private final LongAdder began = new LongAdder();

	private final AtomicInteger sampled = new AtomicInteger();

	// How many traces may be sampled in this minute before the ratio is halved. Written
	// with the lock of this.
	private volatile long most;

	// Used only by the thread that calls minute().
	private long beganBefore;

	private double ratioBefore;

	private long nanosBefore;

	/**
	 * Starts to adapt a ratio.
	 * @param control has the ratio
	 * @param tracesPerMinute how many traces are to be sampled in a minute, above zero
	 */
	public TargetRatio(SamplingControl control, int tracesPerMinute) {
		this(control, tracesPerMinute, System::nanoTime);
	}

	TargetRatio(SamplingControl control, int tracesPerMinute, LongSupplier nanoClock) {
		this.control = control;
		this.target = new Adjustable<>(tracesPerMinute, nanoClock);
		this.nanoClock = nanoClock;
		this.nanosBefore = nanoClock.getAsLong();
		adapt(control.configured().ratio().value());
	}

	/**
	 * Returns how many traces are to be sampled in a minute.
	 * @return the number, which can be changed for a while
	 */
	public Adjustable<Integer> tracesPerMinute() {
		return this.target;
	}

	/**
	 * Notes a trace that begins, and on which the ratio decides.
	 * @param ratio the ratio that decided
	 * @param sampled whether the trace is sampled
	 */
	void began(double ratio, boolean sampled) {
		this.began.increment();
		// An overridden ratio is not adapted.
		if (sampled && ratio == this.control.adaptedRatio() && this.sampled.incrementAndGet() > this.most) {
			halve();
		}
	}

	// This bounds a burst before its minute is over.
	private void halve() {
		synchronized (this) {
			if (this.sampled.get() > this.most) {
				this.most += Math.max(1, this.target.current() / 2);
				this.control.adaptRatio(Math.max(LEAST, this.control.adaptedRatio() / 2));
			}
		}
	}

	/**
	 * Adapts the ratio. To be called once a minute; a late call accounts for the longer
	 * time.
	 */
	public void minute() {
		long now = this.nanoClock.getAsLong();
		long nanos = now - this.nanosBefore;
		if (nanos < SHORTEST_NANOS) {
			return;
		}
		this.nanosBefore = now;
		long began = this.began.sum();
		double perMinute = (began - this.beganBefore) * (NANOS_IN_A_MINUTE / nanos);
		this.beganBefore = began;
		double wanted = this.target.current() / perMinute;
		adapt(Math.min(wanted, this.ratioBefore * MOST_RISE));
	}

	private void adapt(double ratio) {
		synchronized (this) {
			this.ratioBefore = Math.max(LEAST, Math.min(ratio, 1.0));
			this.sampled.set(0);
			long target = this.target.current();
			this.most = target + Math.max(1, target / 2);
			this.control.adaptRatio(this.ratioBefore);
		}
	}

}
