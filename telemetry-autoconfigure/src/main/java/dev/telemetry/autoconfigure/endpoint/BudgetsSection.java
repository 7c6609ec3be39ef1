package dev.telemetry.autoconfigure.endpoint;

import dev.telemetry.health.BudgetWatch;

/**
 * What is used of each budget.
 *
 * @param watch compares
 */
record BudgetsSection(BudgetWatch watch) implements TelemetrySection {

	@Override
	public String name() {
		return "budgets";
	}

	@Override
	public Object read() {
		return this.watch.states();
	}

}
