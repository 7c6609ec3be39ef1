package dev.telemetry.benchmarks.comparison.report;

/**
 * A bound, and what was measured.
 *
 * @param what what is bounded
 * @param measured what was measured
 * @param bound what it may be at most
 * @param unit of both
 */
public record Budget(String what, double measured, double bound, String unit) {

	/**
	 * Returns whether all that it compares was measured.
	 * @return whether it can be told if it holds
	 */
	public boolean isMeasured() {
		return !Double.isNaN(this.measured) && !Double.isNaN(this.bound);
	}

	/**
	 * Returns whether it holds.
	 * @return whether what was measured is not above the bound
	 */
	public boolean holds() {
		return this.measured <= this.bound;
	}

}
