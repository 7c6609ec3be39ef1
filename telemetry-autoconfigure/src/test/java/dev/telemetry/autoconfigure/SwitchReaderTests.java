package dev.telemetry.autoconfigure;

import java.util.Map;

import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class SwitchReaderTests {

	private final ConfigurableEnvironment environment = new StandardEnvironment();

	@Test
	void theSwitchIsReadOnceWhileNothingChanges() {
		set(this.environment, "first", "telemetry.enabled", "true");
		SwitchReader reader = attached();

		assertThat(SwitchReader.read(this.environment, null)).isSameAs(reader.read((ClassLoader) null))
			.satisfies((state) -> {
				assertThat(state.enabled()).isTrue();
				assertThat(state.backend()).isEqualTo(TelemetryBackend.HYBRID);
			});
	}

	@Test
	void aLateSourceTurnsTheSwitch() {
		SwitchReader reader = attached();
		assertThat(reader.readAtStart(null).enabled()).isFalse();

		set(this.environment, "late", "telemetry.enabled", "true");

		assertThat(SwitchReader.read(this.environment, null).enabled()).isTrue();
		assertThat(reader.wasOffAtStart()).isTrue();
	}

	@Test
	void aLateSourceChoosesTheBackend() {
		set(this.environment, "first", "telemetry.enabled", "true");
		attached().readAtStart(null);

		set(this.environment, "late", "telemetry.backend", "prom");

		assertThat(SwitchReader.read(this.environment, null).backend()).isEqualTo(TelemetryBackend.PROM);
	}

	@Test
	void aContextThatHasTheSourcesOfItsParentHasASwitchOfItsOwn() {
		set(this.environment, "first", "telemetry.enabled", "true");
		attached().readAtStart(null);
		ConfigurableEnvironment child = new StandardEnvironment();
		set(child, "own", "telemetry.enabled", "false");

		child.merge(this.environment);

		assertThat(SwitchReader.read(child, null).enabled()).isFalse();
		assertThat(SwitchReader.read(this.environment, null).enabled()).isTrue();
	}

	@Test
	void aLatePlaceholderThatCannotBeResolvedIsNotTakenForOff() {
		attached().readAtStart(null);

		set(this.environment, "late", "telemetry.enabled", "${missing}");

		assertThatExceptionOfType(BindException.class).isThrownBy(() -> SwitchReader.read(this.environment, null))
			.withMessageContaining("telemetry.enabled");
	}

	private SwitchReader attached() {
		LazyDefaults defaults = new LazyDefaults(this.environment, null);
		this.environment.getPropertySources().addLast(defaults);
		return defaults.getSource();
	}

	private static void set(ConfigurableEnvironment environment, String source, String name, String value) {
		environment.getPropertySources().addFirst(new MapPropertySource(source, Map.of(name, value)));
	}

}
