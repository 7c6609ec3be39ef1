package dev.telemetry.autoconfigure.endpoint;

import dev.telemetry.health.BudgetWatch;

/**
 * The section with the use of each budget.
 *
 * @param watch compares the amounts with the budgets
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
