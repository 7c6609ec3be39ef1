package dev.telemetry.autoconfigure.endpoint;

import java.security.Principal;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import io.opentelemetry.api.logs.Severity;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.actuate.audit.AuditEvent;
import org.springframework.boot.actuate.audit.listener.AuditApplicationEvent;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import dev.telemetry.control.Adjustable;
import dev.telemetry.health.InternalFailures;
import dev.telemetry.logs.LogCapture;
import dev.telemetry.logs.LogCaptureSettings;
import dev.telemetry.logs.LoggerRules;
import dev.telemetry.record.EventGate;
import dev.telemetry.record.EventNames;
import dev.telemetry.request.PathRules;
import dev.telemetry.sampling.SamplingControl;
import dev.telemetry.sampling.SamplingSettings;
import dev.telemetry.sampling.SamplingSettings.KeepErrors;
import dev.telemetry.sampling.TargetRatio;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link TelemetryWebEndpoint}.
 */
@ExtendWith(OutputCaptureExtension.class)
class TelemetryWebEndpointTests {

	private static final Instant NOW = Instant.parse("2026-01-01T10:00:00Z");

	private final SamplingControl control = new SamplingControl(SamplingSettings.builder().build());

	private final List<AuditEvent> audited = new ArrayList<>();

	private final List<String> counted = new ArrayList<>();

	private final TargetRatio target = new TargetRatio(new SamplingControl(SamplingSettings.builder().build()), 100);

	private final Adjustable<LoggerRules> loggers = new LogCapture(
			new LogCaptureSettings(Map.of("root", Severity.INFO.getSeverityNumber()), 0, 1), (during, failure) -> {
			})
		.rules();

	private final Adjustable<PathRules> paths = new Adjustable<>(PathRules.NONE);

	private final InternalFailures failures = new InternalFailures();

	private final EventGate events = new EventGate(EventNames.NONE, List::of, this.failures);

	private final Overrides overrides = new Overrides(settings(),
			new ChangeLog((event) -> audit(((AuditApplicationEvent) event).getAuditEvent()), this.counted::add,
					this.failures),
			Clock.fixed(NOW, ZoneOffset.UTC));

	private final TelemetryWebEndpoint endpoint = new TelemetryWebEndpoint(new Changes(this.overrides));

	@ParameterizedTest
	@CsvSource({ "sampling.ratio, 1.0", "sampling.ratio, 0", "sampling.job-ratio, 0.5", "sampling.parent, limited",
			"sampling.max-parents-per-second, 3", "sampling.max-jobs-per-second, 0", "sampling.enabled, false",
			"sampling.keep-errors, NONE", "sampling.slow-threshold, 750ms", "sampling.slow-threshold, PT2M",
			"sampling.job-slow-threshold, 10m", "sampling.max-errors-per-second, 100",
			"sampling.max-slow-per-second, 1", "sampling.route-interval, 1h", "sampling.dry-run, true" })
	void eachSettingIsChangedForAWhile(String setting, String value) {
		WebEndpointResponse<Map<String, Object>> response = change(setting, value, "15m");
		assertThat(response.getStatus()).isEqualTo(200);
		assertThat(response.getBody()).containsEntry("changed",
				List.of(new ActiveOverride(setting, value, "ann", NOW, NOW.plusSeconds(900))));
		assertThat(this.control.isOverridden()).isTrue();
		assertThat(this.overrides.active()).hasSize(1);
	}

	private List<TelemetrySetting> settings() {
		List<TelemetrySetting> settings = new ArrayList<>(SamplingSetting.of(this.control, true, this.target));
		settings.add(EventsSection.exclude(this.events));
		settings.add(new LoggerSettings(this.loggers));
		settings.add(PathsSection.ratios(this.paths));
		return settings;
	}

	private void audit(AuditEvent event) {
		this.audited.add(event);
		if (event.getPrincipal().equals("mallory")) {
			throw new IllegalStateException("no auditing of mallory");
		}
	}

	@Test
	void aListenerThatFailsDoesNotHinderTheChange() {
		assertThat(this.endpoint.change("sampling.ratio", "1.0", null, user("mallory")).getStatus()).isEqualTo(200);
		assertThat(this.overrides.active()).hasSize(1);
		assertThat(this.failures.count()).isEqualTo(1);
	}

	@Test
	void theTargetIsChangedForAWhile() {
		assertThat(change("sampling.target-traces-per-minute", "50", "15m").getStatus()).isEqualTo(200);
		assertThat(this.target.tracesPerMinute().current()).isEqualTo(50);
		assertThat(change("sampling.target-traces-per-minute", "0", "15m").getStatus()).isEqualTo(400);
		this.endpoint.reset(user("ann"));
		assertThat(this.target.tracesPerMinute().current()).isEqualTo(100);
	}

	@Test
	void thePathsOfAChangeHaveTheirRatioForAWhile() {
		assertThat(change("http.paths", "/checkout/**=1.0, /orders/{id}=0.5", "15m").getStatus()).isEqualTo(200);
		assertThat(this.paths.current().ratios()).extracting(PathRules.PathRatio::pattern)
			.containsExactly("/checkout/**", "/orders/{id}");
		this.endpoint.resetOne("http.paths", user("ann"));
		assertThat(this.paths.current()).isSameAs(this.paths.base());
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "/checkout", "/checkout=", "/checkout=2", "checkout=1", "/a/**/b=1", "/a=1,,",
			"/a\n2026 INFO=1", "/a\u2028=1" })
	void whatIsNoPathWithARatioIsRefused(String value) {
		assertRefused(change("http.paths", value, "15m"), "'value' makes no sense");
	}

	@ParameterizedTest
	@CsvSource({ "logs.loggers.root, root", "logs.loggers.ROOT, root",
			"logs.loggers.com.example.Checkout$1, com.example.Checkout$1" })
	void theLevelOfALoggerIsChangedForAWhile(String setting, String logger) {
		assertThat(change(setting, "debug", "15m").getStatus()).isEqualTo(200);
		assertThat(this.loggers.current().rules()).containsEntry(logger, Severity.DEBUG.getSeverityNumber());
		assertThat(this.overrides.active()).extracting(ActiveOverride::setting)
			.containsExactly("logs.loggers." + logger);
		assertThat(this.counted).as("all loggers are one series").containsExactly("logs.loggers");
		assertThat(this.endpoint.resetOne(setting, user("ann")).getStatus()).isEqualTo(200);
		assertThat(this.loggers.current().rules()).isEqualTo(this.loggers.base().rules());
	}

	@ParameterizedTest
	@CsvSource({ "logs.loggers.root, loud", "logs.loggers.root, ''" })
	void aLevelThatThereIsNotIsRefused(String setting, String value) {
		assertRefused(change(setting, value, "15m"), "'value' makes no sense");
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "logs.loggers.", "logs.loggers.a b", "logs.loggers.a\n2026 INFO", "logs.loggers", "logs." })
	void whatIsNoNameOfALoggerIsNoSetting(String setting) {
		assertRefused(change(setting, "debug", "15m"), "There is no such setting");
	}

	@Test
	void thereAreNotMoreThanAHundredChanges() {
		for (int i = 0; i < 100; i++) {
			assertThat(change("logs.loggers.a" + i, "debug", "15m").getStatus()).isEqualTo(200);
		}
		WebEndpointResponse<Map<String, Object>> response = change("logs.loggers.b", "debug", "15m");
		assertThat(response.getStatus()).isEqualTo(400);
		assertThat(response.getBody()).containsEntry("error", "There are too many changes");
		assertThat(change("logs.loggers.a0", "trace", "15m").getStatus()).isEqualTo(200);
		assertThat(this.overrides.active()).hasSize(100);
	}

	@Test
	void whoeverChangesASettingLastIsTheOneThatHolds() throws Exception {
		ExecutorService executor = Executors.newFixedThreadPool(4);
		try {
			List<Future<?>> changes = new ArrayList<>();
			for (int i = 0; i < 200; i++) {
				String value = String.valueOf(i);
				changes.add(executor.submit(
						() -> this.endpoint.change("sampling.max-errors-per-second", value, null, user("u" + value))));
			}
			for (Future<?> change : changes) {
				change.get(20, TimeUnit.SECONDS);
			}
		}
		finally {
			executor.shutdownNow();
		}
		AuditEvent last = this.audited.get(this.audited.size() - 1);
		assertThat(this.audited).hasSize(200);
		assertThat(this.overrides.active()).singleElement()
			.extracting(ActiveOverride::value)
			.isEqualTo(last.getData().get("value"))
			.isEqualTo(String.valueOf(this.control.settings().maxErrorsPerSecond()));
	}

	@Test
	void eventsAreSwitchedOffByTheirNames() {
		assertThat(change("events.exclude", "cache.*, retry", "15m").getStatus()).isEqualTo(200);
		assertThat(this.events.accepts("cache.miss", null)).isFalse();
		assertThat(this.events.accepts("retry", null)).isFalse();
		assertThat(this.events.accepts("retry.later", null)).isTrue();
		assertThat(change("events.exclude", "", "15m").getStatus()).isEqualTo(200);
		assertThat(this.events.accepts("retry", null)).isTrue();
		assertThat(this.overrides.active()).hasSize(1);
		this.endpoint.reset(user("ann"));
		assertThat(this.events.excluded().current()).isSameAs(EventNames.NONE);
	}

	@ParameterizedTest
	@ValueSource(strings = { "a*b", "a,,b", "a\n2026 INFO all is well", "a\u2028b", "a\u202eb" })
	void whatIsNoNameOfAnEventIsRefused(String value) {
		assertRefused(change("events.exclude", value, "15m"), "'value' makes no sense");
		assertThat(this.events.excluded().current()).isSameAs(EventNames.NONE);
	}

	@ParameterizedTest
	@CsvSource({ "sampling.ratio, 1.1", "sampling.ratio, -1", "sampling.ratio, NaN", "sampling.ratio, much",
			"sampling.ratio, 1d", "sampling.ratio, 0x1p0", "sampling.job-ratio, 1f", "sampling.ratio, .",
			"sampling.ratio, ''", "sampling.slow-threshold, 0s", "sampling.slow-threshold, -1s",
			"sampling.slow-threshold, soon", "sampling.slow-threshold, 2", "sampling.slow-threshold, 300000d",
			"sampling.keep-errors, all", "sampling.max-errors-per-second, -1", "sampling.max-errors-per-second, 1.5",
			"sampling.dry-run, yes", "sampling.parent, mother" })
	void whatMakesNoSenseIsRefusedWithWhatIsAllowed(String setting, String value) {
		assertRefused(change(setting, value, "15m"), "'value' makes no sense");
	}

	@Test
	void aSettingThatIsMistypedIsRefusedWithAllThereAre() {
		WebEndpointResponse<Map<String, Object>> response = change("sampling.ratoi", "1.0", null);
		assertRefused(response, "There is no such setting");
		assertThat(response.getBody()).extractingByKey("allowed").asString().contains("sampling.ratio");
	}

	@Test
	void withoutAValueNothingIsChanged() {
		assertRefused(change("sampling.ratio", null, null), "'value' is missing");
	}

	@ParameterizedTest
	@ValueSource(strings = { "0s", "-5m", "31d", "later", "15", "" })
	void anExpiryThatMakesNoSenseIsRefused(String expiry) {
		assertRefused(change("sampling.ratio", "1.0", expiry), "'expiry' makes no sense");
	}

	@Test
	void aChangeLastsAnHourUnlessSomethingElseIsSaid() {
		change("sampling.ratio", "1.0", null);
		assertThat(this.overrides.active()).extracting(ActiveOverride::until).containsExactly(NOW.plusSeconds(3_600));
	}

	@Test
	void aChangeThatNeverExpiresLastsUntilTheRestart(CapturedOutput output) {
		change("sampling.ratio", "1.0", "never");
		assertThat(this.overrides.active()).extracting(ActiveOverride::until).containsOnlyNulls();
		assertThat(output).contains("telemetry.sampling.ratio is 1.0 until the next restart");
	}

	@Test
	void aSecondChangeReplacesTheFirst() {
		change("sampling.ratio", "0.5", "never");
		change("sampling.ratio", "1.0", "15m");
		assertThat(this.overrides.active()).extracting(ActiveOverride::value).containsExactly("1.0");
	}

	@Test
	void changesOfOneSettingOrOfAllAreTakenBack() {
		change("sampling.ratio", "1.0", "15m");
		change("sampling.keep-errors", "any", "15m");
		change("sampling.dry-run", "true", "15m");
		assertThat(this.endpoint.resetOne("sampling.ratio", user("ann")).getStatus()).isEqualTo(200);
		assertThat(this.control.settings().ratio().value()).isEqualTo(0.02);
		assertThat(this.control.settings().keepErrors()).isEqualTo(KeepErrors.ANY);
		assertThat(this.endpoint.reset(user("ann")).getBody()).extractingByKey("changed")
			.asInstanceOf(InstanceOfAssertFactories.LIST)
			.hasSize(2);
		assertThat(this.control.isOverridden()).isFalse();
		assertThat(this.endpoint.resetOne("sampling.ratoi", user("ann")).getStatus()).isEqualTo(400);
	}

	@Test
	void eachChangeIsSaidAuditedAndCounted(CapturedOutput output) {
		change("sampling.ratio", "1.0", "15m");
		this.endpoint.reset(user("bob"));
		assertThat(output)
			.contains("Telemetry was changed by ann: telemetry.sampling.ratio is 1.0 until 2026-01-01T10:15:00Z")
			.contains("Telemetry was changed by bob: telemetry.sampling.ratio is as configured again");
		assertThat(this.audited).extracting(AuditEvent::getType).containsExactly("SETTING_CHANGED", "SETTING_RESET");
		assertThat(this.audited).extracting(AuditEvent::getPrincipal).containsExactly("ann", "bob");
		assertThat(this.audited.get(0).getData()).containsEntry("setting", "telemetry.sampling.ratio")
			.containsEntry("value", "1.0")
			.containsEntry("until", "2026-01-01T10:15:00Z");
		assertThat(this.counted).containsExactly("sampling.ratio", "sampling.ratio");
	}

	@Test
	void whatIsRefusedIsNotSaidAuditedOrCounted(CapturedOutput output) {
		change("sampling.ratio", "2", "15m");
		assertThat(output).doesNotContain("changed by");
		assertThat(this.audited).isEmpty();
		assertThat(this.counted).isEmpty();
	}

	@Test
	void aNameDoesNotForgeALineOfTheLog(CapturedOutput output) {
		this.endpoint.change("sampling.ratio", "1.0", null, user("eve\n2026 INFO\u2028all is well" + "x".repeat(500)));
		assertThat(output).contains("changed by eve?2026 INFO?all").doesNotContain("x".repeat(100));
		assertThat(this.endpoint.change("sampling.ratio", " 1.0 ", null, SecurityContext.NONE).getStatus())
			.isEqualTo(200);
		assertThat(this.overrides.active()).extracting(ActiveOverride::by).containsExactly("anonymous");
	}

	@Test
	void whereTheApplicationSamplesTheRatioIsNoSetting() {
		assertThat(SamplingSetting.of(this.control, false, null)).extracting(TelemetrySetting::name)
			.contains("sampling.keep-errors")
			.doesNotContain("sampling.ratio", "sampling.job-ratio", "sampling.parent");
	}

	private void assertRefused(WebEndpointResponse<Map<String, Object>> response, String error) {
		assertThat(response.getStatus()).isEqualTo(400);
		assertThat(response.getBody()).containsEntry("error", error).containsKey("allowed");
		assertThat(this.control.isOverridden()).isFalse();
		assertThat(this.overrides.active()).isEmpty();
	}

	private WebEndpointResponse<Map<String, Object>> change(String setting, String value, String expiry) {
		return this.endpoint.change(setting, value, expiry, user("ann"));
	}

	private static SecurityContext user(String name) {
		return new SecurityContext() {

			@Override
			public Principal getPrincipal() {
				return () -> name;
			}

			@Override
			public boolean isUserInRole(String role) {
				return false;
			}

		};
	}

}
