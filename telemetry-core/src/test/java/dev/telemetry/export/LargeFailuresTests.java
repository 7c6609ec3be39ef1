package dev.telemetry.export;

import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import dev.telemetry.test.Behaviour;
import dev.telemetry.test.NoTelemetryLeaks;
import dev.telemetry.test.OtlpReceiver;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What waits for a backend takes no more memory than it may, whatever an application
 * fails with.
 */
@NoTelemetryLeaks
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD, unit = TimeUnit.SECONDS)
class LargeFailuresTests {

	private static final int FAILURES = 2_000;

	private static final Pattern ACCOUNT = Pattern.compile("balanced=true handedOver=(\\d+) queued=(\\d+) lost=(\\d+)");

	@Test
	void twoThousandFailuresOfAMegabyteFitIntoASmallHeapWhileABackendHangs() throws Exception {
		try (OtlpReceiver receiver = OtlpReceiver.http()) {
			receiver.respond(Behaviour.hang());
			try (ChildJvm child = new ChildJvm(256, LargeFailuresMain.class, receiver.endpoint(),
					Integer.toString(FAILURES))) {
				Matcher account = account(child);
				assertThat(number(account, 1)).isEqualTo(FAILURES);
				assertThat(number(account, 2) + number(account, 3)).isEqualTo(FAILURES);
				// A megabyte of exception counts as such, and one that is not kept does
				// not.
				assertThat(number(account, 2)).isBetween(20, 1_000);
			}
		}
	}

	// The log of the child goes the same way.
	private static Matcher account(ChildJvm child) throws Exception {
		while (true) {
			Matcher account = ACCOUNT.matcher(child.readLine());
			if (account.matches()) {
				return account;
			}
		}
	}

	private static int number(Matcher account, int group) {
		return Integer.parseInt(account.group(group));
	}

}
