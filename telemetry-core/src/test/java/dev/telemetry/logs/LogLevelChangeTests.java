package dev.telemetry.logs;

import java.time.Duration;
import java.util.Map;

import io.opentelemetry.api.logs.Severity;
import org.junit.jupiter.api.Test;

import dev.telemetry.control.Adjustment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Levels that change while records are captured.
 */
class LogLevelChangeTests {

	private final Captures captures = Captures.open(Map.of("root", Severity.INFO.getSeverityNumber()));

	@Test
	void aLevelHoldsForItsLoggerAndThoseBelowUntilItIsTakenBack() {
		debug("com.example.a");
		Adjustment<LoggerRules> debug = this.captures.capture()
			.rules()
			.add((rules) -> rules.with("com.example", Severity.DEBUG.getSeverityNumber()), Duration.ofMinutes(5));
		debug("com.example.a");
		debug("com.examples");
		this.captures.capture().rules().remove(debug);
		debug("com.example.a");
		assertThat(this.captures.logs()).extracting(CapturedLog::logger).containsExactly("com.example.a");
	}

	@Test
	void aNestedClassIsBelowTheOneItIsIn() {
		this.captures.capture().rules().add((rules) -> rules.with("com.example.Orders", 1), null);
		debug("com.example.Orders$Printer");
		debug("com.example.OrdersOfAll$Printer");
		debug("$Proxy7");
		assertThat(this.captures.logs()).extracting(CapturedLog::logger).containsExactly("com.example.Orders$Printer");
	}

	@Test
	void whatExportingItselfLogsIsNotCapturedWhateverTheLevelIs() {
		this.captures.capture().rules().add((rules) -> rules.with("io.opentelemetry.sdk", 1), null);
		debug("io.opentelemetry.sdk.trace");
		assertThat(this.captures.logs()).isEmpty();
	}

	private void debug(String logger) {
		this.captures.capture().capture(logger, Severity.DEBUG, "DEBUG", "event", (event, log) -> {
		});
	}

}
