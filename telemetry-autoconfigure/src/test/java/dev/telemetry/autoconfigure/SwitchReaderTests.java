package dev.telemetry.autoconfigure;

import java.util.ArrayList;
import java.util.List;
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

	@Test
	void nothingIsTracedUntilSomethingHasToKnowWhetherThatWorks() {
		set(this.environment, "first", "telemetry.enabled", "true");
		AskedLoader loader = new AskedLoader();
		TelemetrySwitch state = attached().readAtStart(loader);

		assertThat(state.isMeant(TelemetrySignal.TRACES)).isTrue();
		assertThat(loader.sdkClasses).isEmpty();
		assertThat(state.isOn(TelemetrySignal.TRACES)).isTrue();
		assertThat(loader.sdkClasses).isNotEmpty();
	}

	@Test
	void theConditionsOfAContextAgree() {
		attached();
		Object context = new Object();
		assertThat(SwitchReader.readOnce(this.environment, null, context).enabled()).isFalse();

		set(this.environment, "late", "telemetry.enabled", "true");

		assertThat(SwitchReader.readOnce(this.environment, null, context).enabled()).isFalse();
		assertThat(SwitchReader.readOnce(this.environment, null, new Object()).enabled()).isTrue();
	}

	private SwitchReader attached() {
		LazyDefaults defaults = new LazyDefaults(this.environment, null);
		this.environment.getPropertySources().addLast(defaults);
		return defaults.getSource();
	}

	private static void set(ConfigurableEnvironment environment, String source, String name, String value) {
		environment.getPropertySources().addFirst(new MapPropertySource(source, Map.of(name, value)));
	}

	/**
	 * Notes what of the SDK it is asked for.
	 */
	private static final class AskedLoader extends ClassLoader {

		private final List<String> sdkClasses = new ArrayList<>();

		@Override
		protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
			if (name.startsWith("io.opentelemetry.sdk.")) {
				this.sdkClasses.add(name);
				throw new ClassNotFoundException(name);
			}
			return super.loadClass(name, resolve);
		}

	}

}
