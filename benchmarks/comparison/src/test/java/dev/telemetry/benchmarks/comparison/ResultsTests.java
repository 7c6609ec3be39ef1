package dev.telemetry.benchmarks.comparison;

import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class ResultsTests {

	private final Results results = new Results();

	@Test
	void theMedianOfThreeRoundsIsTheMiddleOne() {
		add(7, 100, 5);

		assertThat(this.results.median("filter", "BARE", "time")).isEqualTo(7);
	}

	@Test
	void theMedianOfTwoRoundsIsBetweenThem() {
		add(7, 8);

		assertThat(this.results.median("filter", "BARE", "time")).isEqualTo(7.5);
	}

	@Test
	void whatWasNotMeasuredIsNoNumber() {
		assertThat(this.results.median("filter", "BARE", "time")).isNaN();
		assertThat(this.results.rounds("filter", "BARE", "time")).isEmpty();
	}

	@Test
	void whatIsWrittenCanBeRead(@TempDir Path folder) throws Exception {
		add(7, 100.25, 5);
		this.results.origin("a machine, today");
		this.results.write(folder.resolve("results.csv"));

		Results read = Results.read(folder.resolve("results.csv"));

		assertThat(read.origin()).isEqualTo("a machine, today");
		assertThat(read.variants("filter")).containsExactly("BARE");
		assertThat(read.median("filter", "BARE", "time")).isEqualTo(7);
	}

	@Test
	void aSuiteThatRunsAgainReplacesItsOwnNumbersOnly() {
		add(7);
		this.results.add("process", "BARE", "time", 1);

		this.results.remove("filter");

		assertThat(this.results.variants("filter")).isEmpty();
		assertThat(this.results.variants("process")).containsExactly("BARE");
	}

	private void add(double... values) {
		for (double value : values) {
			this.results.add("filter", "BARE", "time", value);
		}
	}

}
