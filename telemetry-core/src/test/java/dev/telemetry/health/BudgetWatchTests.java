package dev.telemetry.health;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class BudgetWatchTests {

	private final List<String> warnings = new ArrayList<>();

	private long spans = 1_000_000;

	private long series;

	private final BudgetWatch watch = new BudgetWatch(
			List.of(new Budget("telemetry.budget.spans-per-minute", "spans", 100, () -> this.spans, true),
					new Budget("telemetry.budget.series", "series", 500, () -> this.series, false)),
			this.warnings::add);

	@Test
	void withinTheBudgetNothingIsSaid() {
		minutes(200, 100);
		assertThat(this.warnings).isEmpty();
		assertThat(this.watch.states().get(0))
			.isEqualTo(new BudgetWatch.State("telemetry.budget.spans-per-minute", 100, 100, 0));
	}

	@Test
	void whatIsExceededForFiveMinutesIsSaidOnceAnHour() {
		minutes(4, 101);
		assertThat(this.warnings).isEmpty();
		minutes(1, 101);
		assertThat(this.warnings).containsExactly("Telemetry has exceeded telemetry.budget.spans-per-minute for 5 "
				+ "minutes: 101 spans, where 100 are allowed");
		minutes(59, 101);
		assertThat(this.warnings).hasSize(1);
		minutes(1, 101);
		assertThat(this.warnings).hasSize(2);
	}

	@Test
	void aPeakIsNoReasonToWarn() {
		for (int i = 0; i < 50; i++) {
			minutes(4, 1_000);
			minutes(1, 0);
		}
		assertThat(this.warnings).isEmpty();
	}

	@Test
	void whatDoesNotGrowIsComparedAsItIs() {
		this.series = 501;
		minutes(5, 0);
		assertThat(this.warnings).singleElement().asString().contains("501 series");
		assertThat(this.watch.states().get(1).minutesExceeded()).isEqualTo(5);
	}

	private void minutes(int minutes, long spans) {
		for (int i = 0; i < minutes; i++) {
			this.spans += spans;
			this.watch.minute();
		}
	}

}
