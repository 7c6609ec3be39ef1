package dev.telemetry.export;

import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import dev.telemetry.test.NoTelemetryLeaks;
import dev.telemetry.test.OtlpReceiver;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A process is killed in the middle of a job that is certain to be kept.
 */
@NoTelemetryLeaks
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD, unit = TimeUnit.SECONDS)
class SampledJobKillTests {

	// No multiple of the size of a chunk: the rest is a matter of time.
	private static final int SPANS = 1_000;

	@Test
	void whatEndedOfASampledJobHasArrivedBeforeItIsKilled() throws Exception {
		try (OtlpReceiver receiver = OtlpReceiver.http();
				ChildJvm child = new ChildJvm(SampledJobMain.class, receiver.endpoint(), Integer.toString(SPANS))) {
			assertThat(child.readLine()).isEqualTo("done");
			receiver.awaitSpans(SPANS);
			assertThat(child.kill()).isEmpty();
			assertThat(receiver.spans()).hasSize(SPANS).allMatch((span) -> span.name().equals("row"));
		}
	}

}
