package dev.telemetry.autoconfigure.property;

import java.util.LinkedHashMap;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The same mistakes in properties and in environment variables, which have no hyphens.
 */
class PropertyMistakesTests {

	private final StandardEnvironment environment = new StandardEnvironment();

	PropertyMistakesTests() {
		this.environment.getPropertySources().remove(StandardEnvironment.SYSTEM_PROPERTIES_PROPERTY_SOURCE_NAME);
		variables(Map.of());
	}

	@ParameterizedTest
	@CsvSource({ "TELEMETRY_ENABLE, telemetry.enable", "TELEMETRY_OTEL_ENDPOINT, telemetry.otel.endpoint",
			"TELEMETRY_SERVICE_NAME, telemetry.service.name", "TELEMETRY_SERVICENAME, telemetry.servicename" })
	void aVariableThatIsMeantForTelemetryStandsForAForgottenSwitch(String variable, String name) {
		variables(Map.of(variable, "x"));
		assertThat(mistakes().anySet()).isEqualTo(name);
	}

	@ParameterizedTest
	@ValueSource(strings = { "TELEMETRY_DISABLED", "TELEMETRY_OPTOUT", "TELEMETRY_HOST" })
	void aVariableOfSomethingElseDoesNot(String variable) {
		variables(Map.of(variable, "1"));
		assertThat(mistakes().anySet()).isNull();
	}

	@Test
	void aListInPlaceOfAMapIsAMistake() {
		properties("telemetry.otel.headers[0].x-api-key", "a");
		assertThat(mistakes().unknown()).singleElement().asString().contains("'telemetry.otel.headers[0].x-api-key'");
	}

	@ParameterizedTest
	@CsvSource({ "telemetry, telemetry.enabled", "telemetry.viewer, telemetry.viewer.enabled",
			"telemetry.job.report, telemetry.job.report.enabled" })
	void aFlagForAGroupIsMeantForItsSwitch(String group, String meant) {
		properties(group, "true");
		assertThat(mistakes().unknown()).singleElement().asString().endsWith("Did you mean '" + meant + "'?");
	}

	@ParameterizedTest
	@CsvSource({ "telemetry.otel, true", "telemetry.sampling, 1.0" })
	void anythingMayBeMeantByAGroupOtherwise(String group, String value) {
		properties(group, value);
		assertThat(mistakes().unknown()).singleElement().asString().endsWith("is not known and has no effect.");
	}

	@Test
	void aGroupWithoutPropertiesIsNoMistake() {
		properties("telemetry", "");
		assertThat(mistakes().unknown()).isEmpty();
		assertThat(mistakes().anySet()).isNull();
	}

	@Test
	void aVariableWithTheNameOfAllMayBeMeantForAnything() {
		variables(Map.of("TELEMETRY", "true"));
		assertThat(mistakes().unknown()).isEmpty();
		assertThat(mistakes().anySet()).isNull();
	}

	@Test
	void theEmptySwitchItselfIsNothingElse() {
		properties("telemetry.enabled", "");
		assertThat(mistakes().anySet()).isNull();
	}

	@Test
	void aMistypedVariableIsNotTakenForTheOneThatItBeginsWith() {
		variables(Map.of("TELEMETRY_SAMPLING_RATION", "1.0"));
		assertThat(mistakes().unknown()).singleElement()
			.asString()
			.contains("'telemetry.sampling.ration'")
			.endsWith("Did you mean 'telemetry.sampling.ratio'?");
	}

	@Test
	void variablesAreKnownInAllFormsThatBind() {
		variables(Map.of("TELEMETRY_SAMPLING_SLOWTHRESHOLD", "1s", "TELEMETRY_SAMPLING_SLOW_THRESHOLD", "1s",
				"TELEMETRY_OTEL_HEADERS_X_TENANT", "a", "TELEMETRY_HTTP_PATHS_0_SLOWTHRESHOLD", "1s",
				"TELEMETRY_HTTP_UNTRACEDPATHS_0", "/internal", "TELEMETRY_METRICS_HTTP_BUCKETS", "5ms,10ms"));
		assertThat(mistakes().unknown()).isEmpty();
		mistakes().rejectNumbersWithoutUnit();
	}

	@ParameterizedTest
	@CsvSource({ "telemetry.http.paths[0].ratoi, telemetry.http.paths[0].ratio",
			"telemetry.http.paths[7].slow-treshold, telemetry.http.paths[7].slow-threshold",
			"telemetry.http.path[0].untraced, telemetry.http.paths[0].untraced" })
	void whatAnElementHasIsKnownToo(String mistaken, String meant) {
		properties(mistaken, "1");
		assertThat(mistakes().unknown()).singleElement().asString().endsWith("Did you mean '" + meant + "'?");
	}

	@ParameterizedTest
	@CsvSource({ "telemetry.sampling.slow-threshold, telemetry.sampling.slow-threshold",
			"telemetry.sampling.slowThreshold, telemetry.sampling.slow-threshold",
			"telemetry.metrics.http.buckets[0], telemetry.metrics.http.buckets[0]",
			"telemetry.http.paths[0].slow-threshold, telemetry.http.paths[0].slow-threshold",
			"telemetry.export.max-batch-bytes, telemetry.export.max-batch-bytes" })
	void aNumberWithoutUnitIsRejectedHoweverItsNameIsWritten(String name, String property) {
		properties(name, "3");
		assertRejects(property);
	}

	@ParameterizedTest
	@ValueSource(strings = { "TELEMETRY_SAMPLING_SLOWTHRESHOLD", "TELEMETRY_SAMPLING_SLOW_THRESHOLD" })
	void aNumberWithoutUnitIsRejectedInVariables(String variable) {
		variables(Map.of(variable, "3"));
		assertRejects("telemetry.sampling.slow-threshold");
	}

	@Test
	void aSizeMayBeInBytes() {
		properties("telemetry.export.max-batch-bytes", "3145728");
		mistakes().rejectNumbersWithoutUnit();
	}

	private void assertRejects(String property) {
		assertThatExceptionOfType(InvalidTelemetryPropertyException.class)
			.isThrownBy(() -> mistakes().rejectNumbersWithoutUnit())
			.satisfies((ex) -> assertThat(ex.getProperty()).isEqualTo(property))
			.satisfies((ex) -> assertThat(ex.getValue()).isEqualTo("3"))
			.satisfies((ex) -> assertThat(ex.getAllowed()).contains("with its unit, such as"));
	}

	private PropertyMistakes mistakes() {
		return new PropertyMistakes(this.environment);
	}

	private void properties(String name, String value) {
		this.environment.getPropertySources().addFirst(new MapPropertySource("test", Map.of(name, value)));
	}

	private void variables(Map<String, Object> variables) {
		this.environment.getPropertySources()
			.replace(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, new SystemEnvironmentPropertySource(
					StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, new LinkedHashMap<>(variables)));
	}

}
