package dev.telemetry.benchmarks.comparison.report;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import dev.telemetry.benchmarks.LogVariant;
import dev.telemetry.benchmarks.ServerVariant;
import dev.telemetry.benchmarks.comparison.Results;
import dev.telemetry.benchmarks.comparison.micro.MicroSuites;
import dev.telemetry.benchmarks.comparison.process.ApplicationVariant;
import dev.telemetry.benchmarks.comparison.process.Packaging;
import dev.telemetry.benchmarks.comparison.process.ProcessComparison;
import dev.telemetry.benchmarks.comparison.process.WarmComparison;

import static org.assertj.core.api.Assertions.assertThat;

class BudgetsTests {

	private static final double BARE = 100;

	private static final double PEER = 7_100;

	private final Map<String, Double> changed = new HashMap<>();

	@Test
	void allBudgetsHoldIfOursCostNothing() {
		assertThat(Budgets.of(results())).hasSizeGreaterThan(20).allMatch(Budget::holds);
	}

	@Test
	void noBudgetHoldsOfWhatWasNotMeasured() {
		List<Budget> budgets = Budgets.of(new Results());

		assertThat(budgets).hasSizeGreaterThan(20).noneMatch(Budget::isMeasured).noneMatch(Budget::holds);
		assertThat(Report.table(budgets)).contains("not measured").doesNotContain("exceeded").doesNotContain("NaN");
	}

	@Test
	void aByteTooManyForARequestIsExceeded() {
		change(MicroSuites.FILTER, ServerVariant.TELEMETRY_2_PERCENT.name(), MicroSuites.BYTES, BARE + 851);

		assertThat(exceeded()).containsExactly("filter, 2 %: bytes a request");
	}

	@Test
	void whatTheMocksCostIsNotCounted() {
		change(MicroSuites.FILTER, ServerVariant.TELEMETRY_2_PERCENT.name(), MicroSuites.BYTES, BARE + 850);

		assertThat(exceeded()).isEmpty();
	}

	@Test
	void timeMayBeATenthAboveItsShareOfAPeer() {
		double third = (PEER - BARE) / 3;
		change(MicroSuites.FILTER, ServerVariant.TELEMETRY_100_PERCENT.name(), MicroSuites.TIME, BARE + 1.09 * third);
		assertThat(exceeded()).isEmpty();

		change(MicroSuites.FILTER, ServerVariant.TELEMETRY_100_PERCENT.name(), MicroSuites.TIME, BARE + 1.11 * third);
		assertThat(exceeded()).containsExactly("filter, 100 %: time, to 1/3 of Spring Boot's");
	}

	@Test
	void aByteTooManyForALogRecordIsExceeded() {
		change(MicroSuites.LOGS, "TELEMETRY_plain", MicroSuites.BYTES, BARE + 401);

		assertThat(exceeded()).containsExactly("log record, plain, over the console: bytes");
	}

	@Test
	void aClassTooManyWhileOffIsExceeded() {
		change(ProcessComparison.SUITE, ApplicationVariant.TELEMETRY_OFF.name(), "classes", PEER + 151);

		assertThat(exceeded()).containsExactly("whole process, off, over actuator + Prometheus: classes");
	}

	@ParameterizedTest
	@EnumSource
	void aStartMayTakeATenthLonger(Packaging packaging) {
		change(ProcessComparison.SUITE, ApplicationVariant.TELEMETRY_2_PERCENT.name(), packaging.metric(), 1.09 * PEER);
		change(ProcessComparison.SUITE, ApplicationVariant.SPRING_BOOT_ACTUATOR_2_PERCENT.name(), packaging.metric(),
				2 * PEER);
		assertThat(exceeded()).isEmpty();

		change(ProcessComparison.SUITE, ApplicationVariant.TELEMETRY_2_PERCENT.name(), packaging.metric(), 1.11 * PEER);
		assertThat(exceeded())
			.containsExactly("start, " + packaging.title() + ", 2 %: time, to that of actuator + Prometheus + 10 %");
	}

	@ParameterizedTest
	@EnumSource
	void aStartMayNotTakeLongerThanWithSpringBootsStarterActuatorAndPrometheus(Packaging packaging) {
		change(ProcessComparison.SUITE, ApplicationVariant.TELEMETRY_2_PERCENT.name(), packaging.metric(), PEER + 1);

		assertThat(exceeded()).containsExactly("start, " + packaging.title()
				+ ", 2 %: time, to that of Spring Boot's starter with actuator + Prometheus");
	}

	@ParameterizedTest
	@EnumSource
	void aStartWhileOffMayTakeThreePercentLonger(Packaging packaging) {
		change(ProcessComparison.SUITE, ApplicationVariant.TELEMETRY_OFF.name(), packaging.metric(), 1.02 * PEER);
		assertThat(exceeded()).isEmpty();

		change(ProcessComparison.SUITE, ApplicationVariant.TELEMETRY_OFF.name(), packaging.metric(), 1.04 * PEER);
		assertThat(exceeded())
			.containsExactly("start, " + packaging.title() + ", off: time, to that of actuator + Prometheus + 3 %");
	}

	@Test
	void warmOursMayTakeATenthOfTheBareApplicationMoreAndNotMoreThanTheAgent() {
		change(WarmComparison.SUITE, ApplicationVariant.TELEMETRY_2_PERCENT.name(), WarmComparison.WARM, 1.11 * PEER);
		change(WarmComparison.SUITE, ApplicationVariant.TELEMETRY_100_PERCENT.name(), WarmComparison.WARM, 1.01 * PEER);

		assertThat(exceeded()).containsExactly(
				"whole process, warm, 2 %: CPU a request, to the bare application + 10 %",
				"whole process, warm, 100 %: CPU a request, to the Java agent with actuator + Prometheus");
	}

	@Test
	void oneRoundInWhichSpringBootServesMoreIsEnough() {
		Results results = results();
		add(results, ProcessComparison.SUITE, ApplicationVariant.SPRING_BOOT_2_PERCENT.name(), "throughput",
				1.01 * PEER);
		add(results, ProcessComparison.SUITE, ApplicationVariant.TELEMETRY_2_PERCENT.name(), "throughput", PEER);

		assertThat(Budgets.of(results)).filteredOn((budget) -> !budget.holds())
			.extracting(Budget::what)
			.containsExactly("whole process, 2 %: requests per second of Spring Boot's starter, to ours, in the worst"
					+ " round");
	}

	@Test
	void aFurtherSpanMustNotCostMoreThanTheOnesBefore() {
		change(MicroSuites.SCALE, "children_64", MicroSuites.BYTES, BARE + 1.06 * 64);

		assertThat(exceeded()).containsExactly("scale: bytes of each of 64 children, to each of 16");
	}

	@Test
	void theTableSaysWhichOnesAreExceeded() {
		assertThat(Report.table(List.of(new Budget("one", 1, 2.5, "B"), new Budget("two", 3000, 2, "ns"))))
			.isEqualTo("""
					| budget | measured | at most |  |
					|---|---:|---:|---:|
					| one | 1 B | 2.5 B | holds |
					| two | 3,000 ns | 2 ns | **exceeded** |
					""");
	}

	private List<String> exceeded() {
		return Budgets.of(results()).stream().filter((budget) -> !budget.holds()).map(Budget::what).toList();
	}

	private void change(String suite, String variant, String metric, double value) {
		this.changed.put(suite + variant + metric, value);
	}

	// Ours cost what nothing costs, all others cost the same.
	private Results results() {
		Results results = new Results();
		for (ServerVariant variant : ServerVariant.values()) {
			boolean peer = variant.name().startsWith("SPRING_BOOT") || variant.name().startsWith("OPENTELEMETRY");
			for (String metric : List.of(MicroSuites.BYTES, MicroSuites.TIME)) {
				add(results, MicroSuites.FILTER, variant.name(), metric, (peer) ? PEER : BARE);
			}
		}
		for (ApplicationVariant variant : ApplicationVariant.values()) {
			boolean peer = !variant.isOurs() && variant != ApplicationVariant.BARE;
			add(results, ProcessComparison.SUITE, variant.name(), "bytes", (peer) ? PEER : BARE);
			for (String metric : List.of("threads", "classes", Packaging.CLASS_PATH.metric(),
					Packaging.EXECUTABLE_JAR.metric(), "cpu", "throughput")) {
				add(results, ProcessComparison.SUITE, variant.name(), metric, PEER);
			}
		}
		for (ApplicationVariant variant : WarmComparison.VARIANTS) {
			add(results, WarmComparison.SUITE, variant.name(), WarmComparison.WARM, PEER);
		}
		for (String fate : List.of("RECORDED_10", "DROPPED_10")) {
			add(results, MicroSuites.TRACE, fate, MicroSuites.BYTES, PEER);
		}
		for (String recorder : List.of("byHand", "inOneLine")) {
			add(results, MicroSuites.RECORDER, recorder, MicroSuites.BYTES, PEER);
		}
		add(results, MicroSuites.RECORDER, "off", MicroSuites.BYTES, 0);
		add(results, MicroSuites.ADMISSION, "ADMITTED_1", MicroSuites.TIME, 0);
		add(results, MicroSuites.REDACTION, "attributes", MicroSuites.BYTES, 0);
		add(results, MicroSuites.REDACTION, "stackTraceToo", MicroSuites.TIME, 0);
		for (String pattern : MicroSuites.HOSTILE_PATTERNS) {
			for (String length : List.of("65536", "131072")) {
				add(results, MicroSuites.REDACTION, pattern + "_" + length, MicroSuites.TIME, PEER);
			}
		}
		addLogs(results);
		addScale(results);
		return results;
	}

	// Each further one costs the same.
	private void addScale(Results results) {
		for (String metric : List.of(MicroSuites.BYTES, MicroSuites.TIME)) {
			MicroSuites.THREADS.forEach((number) -> add(results, MicroSuites.SCALE, "threads_" + number, metric, BARE));
			MicroSuites.ROUTES.forEach((number) -> add(results, MicroSuites.SCALE, "routes_" + number, metric, BARE));
			MicroSuites.CHILDREN
				.forEach((number) -> add(results, MicroSuites.SCALE, "children_" + number, metric, BARE + number));
			MicroSuites.LINES
				.forEach((number) -> add(results, MicroSuites.SCALE, "lines_" + number, metric, BARE + number));
		}
	}

	private void addLogs(Results results) {
		for (LogVariant variant : LogVariant.values()) {
			for (String line : List.of("plain", "exception")) {
				double bytes = (variant == LogVariant.OPENTELEMETRY) ? PEER : BARE;
				add(results, MicroSuites.LOGS, variant + "_" + line, MicroSuites.BYTES, bytes);
				add(results, MicroSuites.LOGS, variant + "_" + line, MicroSuites.TIME, BARE);
			}
		}
	}

	private void add(Results results, String suite, String variant, String metric, double value) {
		results.add(suite, variant, metric, this.changed.getOrDefault(suite + variant + metric, value));
	}

}
