package dev.telemetry.autoconfigure;

import java.util.Map;

import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class LazyDefaultsTests {

	private final ConfigurableEnvironment environment = new StandardEnvironment();

	@Test
	void theSwitchIsReadOnceWhileNothingChanges() {
		set(this.environment, "first", "telemetry.enabled", "true");
		LazyDefaults defaults = attached();

		assertThat(TelemetrySwitch.of(this.environment, null)).isSameAs(defaults.state(null)).satisfies((state) -> {
			assertThat(state.enabled()).isTrue();
			assertThat(state.backend()).isEqualTo(TelemetryBackend.HYBRID);
		});
	}

	@Test
	void aLateSourceTurnsTheSwitch() {
		LazyDefaults defaults = attached();
		assertThat(defaults.see().enabled()).isFalse();

		set(this.environment, "late", "telemetry.enabled", "true");

		assertThat(TelemetrySwitch.of(this.environment, null).enabled()).isTrue();
		assertThat(defaults.isSeenOff()).isTrue();
	}

	@Test
	void aLateSourceChoosesTheBackend() {
		set(this.environment, "first", "telemetry.enabled", "true");
		attached().see();

		set(this.environment, "late", "telemetry.backend", "prom");

		assertThat(TelemetrySwitch.of(this.environment, null).backend()).isEqualTo(TelemetryBackend.PROM);
	}

	@Test
	void aContextThatHasTheSourcesOfItsParentHasASwitchOfItsOwn() {
		set(this.environment, "first", "telemetry.enabled", "true");
		attached().see();
		ConfigurableEnvironment child = new StandardEnvironment();
		set(child, "own", "telemetry.enabled", "false");

		child.merge(this.environment);

		assertThat(TelemetrySwitch.of(child, null).enabled()).isFalse();
		assertThat(TelemetrySwitch.of(this.environment, null).enabled()).isTrue();
	}

	@Test
	void aLatePlaceholderThatCannotBeResolvedIsNotTakenForOff() {
		attached().see();

		set(this.environment, "late", "telemetry.enabled", "${missing}");

		assertThatExceptionOfType(BindException.class).isThrownBy(() -> TelemetrySwitch.of(this.environment, null))
			.withMessageContaining("telemetry.enabled");
	}

	private LazyDefaults attached() {
		LazyDefaults defaults = new LazyDefaults(this.environment, null);
		this.environment.getPropertySources().addLast(defaults);
		return defaults;
	}

	private static void set(ConfigurableEnvironment environment, String source, String name, String value) {
		environment.getPropertySources().addFirst(new MapPropertySource(source, Map.of(name, value)));
	}

}
