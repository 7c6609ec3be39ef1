package dev.telemetry.report;

/**
 * Values of one measurement. Immutable.
 *
 * @param count the number of values
 * @param sum the sum
 * @param min the lowest value
 * @param max the highest value
 */
record Metric(long count, double sum, double min, double max) {

	static Metric of(double value) {
		return new Metric(1, value, value, value);
	}

	Metric plus(Metric other) {
		return new Metric(this.count + other.count, this.sum + other.sum, Math.min(this.min, other.min),
				Math.max(this.max, other.max));
	}

	double mean() {
		return this.sum / this.count;
	}

}
