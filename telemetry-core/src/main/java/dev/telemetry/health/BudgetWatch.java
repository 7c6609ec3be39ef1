package dev.telemetry.health;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Compares the amount of telemetry with its budgets each minute. Warns of a budget that
 * was exceeded for five minutes in a row, at most once an hour. {@link #minute()} must be
 * called by one thread only; everything else is thread safe.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
public final class BudgetWatch {

	private static final int MINUTES_TO_WARN = 5;

	private static final int MINUTES_BETWEEN_WARNINGS = 60;

	private final List<Watched> budgets = new ArrayList<>();

	private final Consumer<String> warning;

	/**
	 * Creates a watch that begins now.
	 * @param budgets the budgets
	 * @param warning receives warnings, each a sentence
	 */
	public BudgetWatch(List<Budget> budgets, Consumer<String> warning) {
		budgets.forEach((budget) -> this.budgets.add(new Watched(budget)));
		this.warning = warning;
	}

	/**
	 * Compares the amounts with the budgets. To be called once a minute.
	 */
	public void minute() {
		this.budgets.forEach((watched) -> watched.minute(this.warning));
	}

	/**
	 * Returns the use of each budget.
	 * @return the states after the last minute
	 */
	public List<State> states() {
		return this.budgets.stream().map(Watched::state).toList();
	}

	/**
	 * Use of a budget.
	 *
	 * @param property name of the property that sets the budget
	 * @param most the upper bound
	 * @param used the amount of the last minute
	 * @param minutesExceeded for how many minutes in a row the budget was exceeded
	 */
	public record State(String property, long most, long used, int minutesExceeded) {
	}

	private static final class Watched {

		private final Budget budget;

		private long before;

		private volatile long used;

		private volatile int exceeded;

		// Minutes since the last warning.
		private int quiet = MINUTES_BETWEEN_WARNINGS;

		Watched(Budget budget) {
			this.budget = budget;
			this.before = (budget.perMinute()) ? budget.measured().getAsLong() : 0;
		}

		void minute(Consumer<String> warning) {
			long measured = this.budget.measured().getAsLong();
			this.used = (this.budget.perMinute()) ? measured - this.before : measured;
			this.before = measured;
			this.exceeded = (this.used > this.budget.most()) ? this.exceeded + 1 : 0;
			this.quiet++;
			if (this.exceeded >= MINUTES_TO_WARN && this.quiet >= MINUTES_BETWEEN_WARNINGS) {
				this.quiet = 0;
				warning
					.accept("Telemetry has exceeded " + this.budget.property() + " for " + this.exceeded + " minutes: "
							+ this.used + " " + this.budget.what() + ", where " + this.budget.most() + " are allowed");
			}
		}

		State state() {
			return new State(this.budget.property(), this.budget.most(), this.used, this.exceeded);
		}

	}

}
