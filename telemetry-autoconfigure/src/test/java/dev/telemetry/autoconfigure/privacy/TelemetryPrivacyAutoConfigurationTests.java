package dev.telemetry.autoconfigure.privacy;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import dev.telemetry.autoconfigure.TelemetryAutoConfiguration;
import dev.telemetry.autoconfigure.property.InvalidTelemetryPropertyException;
import dev.telemetry.names.MeterNames;
import dev.telemetry.privacy.Redaction;

import static org.assertj.core.api.Assertions.assertThat;

class TelemetryPrivacyAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(TelemetryAutoConfiguration.class, TelemetryPrivacyAutoConfiguration.class))
		.withPropertyValues("telemetry.enabled=true");

	@Test
	void secretsAreReplacedByDefault() {
		this.runner.run((context) -> assertThat(context.getBean(Redaction.class).apply("to a@b.org"))
			.isEqualTo("to [redacted:email]"));
	}

	@Test
	void nothingIsThereWhileTelemetryIsOff() {
		this.runner.withPropertyValues("telemetry.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(Redaction.class));
	}

	@ParameterizedTest
	@ValueSource(strings = { "on", "yes", "1", "true " })
	void whateverWordSwitchesItOnSecretsAreReplaced(String word) {
		this.runner.withPropertyValues("telemetry.privacy.enabled=" + word)
			.run((context) -> assertThat(context).hasSingleBean(Redaction.class));
	}

	@Test
	void itCanBeSwitchedOff() {
		this.runner.withPropertyValues("telemetry.privacy.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(Redaction.class));
	}

	@Test
	void onlyWhatIsAskedForIsLookedFor() {
		this.runner.withPropertyValues("telemetry.privacy.detect=ip-address,card")
			.run((context) -> assertThat(context.getBean(Redaction.class).apply("a@b.org at 10.0.0.7"))
				.isEqualTo("a@b.org at [redacted:ip-address]"));
	}

	@Test
	void aKeyedHashNeedsAKeyAndShowsItNowhere() {
		this.runner
			.withPropertyValues("telemetry.privacy.replacement=hmac", "telemetry.privacy.hmac-key=short-and-secret")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(InvalidTelemetryPropertyException.class)
				.hasMessageContaining("telemetry.privacy.hmac-key")
				.hasMessageContaining("at least 32 bytes")
				.hasMessageNotContaining("short-and-secret"));
	}

	@Test
	void theNameOfTheKeyIsChecked() {
		this.runner
			.withPropertyValues("telemetry.privacy.replacement=hmac", "telemetry.privacy.hmac-key=" + "k".repeat(32),
					"telemetry.privacy.hmac-key-id=No Name")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("telemetry.privacy.hmac-key-id"));
	}

	@Test
	void keyedHashesNameTheirKey() {
		this.runner
			.withPropertyValues("telemetry.privacy.replacement=hmac", "telemetry.privacy.hmac-key=" + "k".repeat(32),
					"telemetry.privacy.hmac-key-id=2026")
			.run((context) -> assertThat(context.getBean(Redaction.class).apply("a@b.org"))
				.matches("\\[hmac:2026:[0-9a-f]{32}]"));
	}

	@Test
	void anApplicationAddsADetectorByABean() {
		this.runner.withUserConfiguration(CustomerNumbers.class)
			.run((context) -> assertThat(context.getBean(Redaction.class).apply("CN-1234"))
				.isEqualTo("[redacted:customer]"));
	}

	@Test
	void whatIsReplacedIsCountedByKind() {
		this.runner.withUserConfiguration(CustomerNumbers.class, Meters.class).run((context) -> {
			context.getBean(Redaction.class).apply("CN-1234 and a@b.org");
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			context.getBeansOfType(MeterBinder.class).get("telemetryRedactionMeters").bindTo(registry);
			assertThat(registry.get(MeterNames.PRIVACY_REDACTIONS).tag("kind", "customer").functionCounter().count())
				.isOne();
			assertThat(registry.get(MeterNames.PRIVACY_REDACTIONS).tag("kind", "email").functionCounter().count())
				.isOne();
			assertThat(registry.get(MeterNames.PRIVACY_FAILURES).functionCounter().count()).isZero();
		});
	}

	@Configuration(proxyBeanMethods = false)
	static class Meters {

		@Bean
		MeterRegistry registry() {
			return new SimpleMeterRegistry();
		}

	}

}
