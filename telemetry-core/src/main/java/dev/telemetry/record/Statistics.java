package dev.telemetry.record;

import java.util.LinkedHashMap;
import java.util.Map;

import io.opentelemetry.api.trace.Span;

/**
 * Running statistics of repeated measurements, by name. Thread safe.
 */
final class Statistics {

	/**
	 * Maximum number of names. Each has four attributes: in all, half of what a span of
	 * the SDK has room for.
	 */
	static final int MAX_NAMES = 16;

	private final Map<String, Statistic> byName = new LinkedHashMap<>();

	/**
	 * Adds a value.
	 * @return whether there was room for the name
	 */
	boolean add(String name, double value) {
		synchronized (this.byName) {
			Statistic statistic = this.byName.get(name);
			if (statistic == null) {
				if (this.byName.size() >= MAX_NAMES) {
					return false;
				}
				statistic = new Statistic();
				this.byName.put(name, statistic);
			}
			statistic.add(value);
			return true;
		}
	}

	void write(Span span) {
		synchronized (this.byName) {
			for (Map.Entry<String, Statistic> entry : this.byName.entrySet()) {
				entry.getValue().write(entry.getKey(), span);
			}
		}
	}

	/**
	 * Returns the statistics so far, by name.
	 */
	Map<String, JobEnd.Measured> measured() {
		synchronized (this.byName) {
			Map<String, JobEnd.Measured> measured = new LinkedHashMap<>();
			for (Map.Entry<String, Statistic> entry : this.byName.entrySet()) {
				measured.put(entry.getKey(), entry.getValue().measured());
			}
			return measured;
		}
	}

	private static final class Statistic {

		private long count;

		private double min = Double.POSITIVE_INFINITY;

		private double max = Double.NEGATIVE_INFINITY;

		private double average;

		// The average is updated with each value, because a sum could overflow.
		void add(double value) {
			this.count++;
			this.min = Math.min(this.min, value);
			this.max = Math.max(this.max, value);
			this.average += value / this.count - this.average / this.count;
		}

		JobEnd.Measured measured() {
			return new JobEnd.Measured(this.count, this.min, this.max, this.average);
		}

		void write(String name, Span span) {
			span.setAttribute(name + ".count", this.count);
			span.setAttribute(name + ".min", this.min);
			span.setAttribute(name + ".max", this.max);
			span.setAttribute(name + ".avg", this.average);
		}

	}

}
