package dev.telemetry.autoconfigure;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class AheadOfTimeCheckTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withInitializer(new AheadOfTimeCheck())
		.withPropertyValues("telemetry.enabled=true");

	@Test
	void saysThatTheSwitchComesTooLateForAnApplicationThatWasProcessedWhileOff(CapturedOutput output) {
		this.runner.run((context) -> assertThat(output).contains("although telemetry.enabled is true")
			.contains("processed ahead of time while it was off"));
	}

	@Test
	void saysNothingWhereTelemetryIsThere(CapturedOutput output) {
		this.runner
			.withConfiguration(org.springframework.boot.autoconfigure.AutoConfigurations
				.of(TelemetryAutoConfiguration.class, TelemetryStartupAutoConfiguration.class))
			.run((context) -> assertThat(output).doesNotContain("processed ahead of time"));
	}

}
