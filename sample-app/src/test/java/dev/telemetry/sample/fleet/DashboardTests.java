package dev.telemetry.sample.fleet;

import java.util.List;
import java.util.regex.Pattern;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The dashboards follow the rules that Grafana's own are checked with.
 */
class DashboardTests {

	private static final Pattern COUNTER = Pattern.compile("\\b\\w+_(total|count|sum|bucket)\\{");

	private static final Pattern SELECTOR = Pattern.compile("\\w+\\{[^}]*}");

	static List<Dashboard> dashboards() {
		return Dashboard.all();
	}

	@ParameterizedTest
	@MethodSource("dashboards")
	void eachHasAFixedIdentifierAndSaysWhatItShows(Dashboard dashboard) {
		String name = dashboard.toString().replace(".json", "");
		assertThat(dashboard.json().path("uid").asString()).isEqualTo("telemetry-" + name);
		assertThat(dashboard.json().path("title").asString()).startsWith("Telemetry / ");
		assertThat(dashboard.json().path("description").asString()).isNotBlank();
		assertThat(dashboard.json().path("editable").asBoolean(true)).as("provisioned, so not editable").isFalse();
	}

	@ParameterizedTest
	@MethodSource("dashboards")
	void applicationInstanceAndDataSourceAreChosenByTheReader(Dashboard dashboard) {
		assertThat(dashboard.variables()).extracting((variable) -> variable.path("name").asString())
			.startsWith("datasource", "application", "instance");
	}

	@ParameterizedTest
	@MethodSource("dashboards")
	void eachPanelHasATitleADescriptionAndAUnit(Dashboard dashboard) {
		for (JsonNode panel : dashboard.panels()) {
			String title = panel.path("title").asString();
			assertThat(title).isNotBlank();
			assertThat(panel.path("description").asString()).as(title).hasSizeGreaterThan(10).endsWith(".");
			assertThat(panel.at("/fieldConfig/defaults/unit").asString("")).as(title).isNotBlank();
			assertThat(panel.path("targets")).as(title).isNotEmpty();
		}
		assertThat(dashboard.panels()).extracting((panel) -> panel.path("title").asString()).doesNotHaveDuplicates();
	}

	@ParameterizedTest
	@MethodSource("dashboards")
	void eachQueryIsOfTheChosenDataSourceApplicationAndInstance(Dashboard dashboard) {
		for (JsonNode panel : dashboard.panels()) {
			for (JsonNode target : panel.path("targets")) {
				String expression = target.path("expr").asString();
				assertThat(target.at("/datasource/uid").asString()).as(expression).isEqualTo("${datasource}");
				assertThat(SELECTOR.matcher(expression).results().map((match) -> match.group())).as(expression)
					.isNotEmpty()
					.allMatch((selector) -> selector.contains("application=~\"$application\"")
							&& selector.contains("instance=~\"$instance\""));
			}
		}
	}

	@ParameterizedTest
	@MethodSource("dashboards")
	void countersAreReadAsRatesOverAnIntervalThatFitsTheScrapes(Dashboard dashboard) {
		for (JsonNode panel : dashboard.panels()) {
			for (JsonNode target : panel.path("targets")) {
				String expression = target.path("expr").asString();
				assertThat(COUNTER.matcher(expression).results().map((match) -> before(expression, match.start())))
					.as(expression)
					.allMatch((before) -> before.endsWith("rate(") || before.endsWith("increase("));
				assertThat(expression).doesNotContainPattern("\\[\\d");
			}
		}
	}

	private static String before(String expression, int index) {
		return expression.substring(0, index);
	}

	@ParameterizedTest
	@MethodSource("dashboards")
	void panelsDoNotOverlap(Dashboard dashboard) {
		boolean[][] taken = new boolean[200][24];
		for (JsonNode panel : dashboard.json().path("panels")) {
			JsonNode place = panel.path("gridPos");
			for (int y = 0; y < place.path("h").asInt(); y++) {
				for (int x = 0; x < place.path("w").asInt(); x++) {
					int row = place.path("y").asInt() + y;
					int column = place.path("x").asInt() + x;
					assertThat(taken[row][column]).as(panel.path("title").asString()).isFalse();
					taken[row][column] = true;
				}
			}
		}
	}

}
