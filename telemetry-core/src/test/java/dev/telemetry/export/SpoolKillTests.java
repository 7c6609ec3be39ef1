package dev.telemetry.export;

import java.nio.file.Path;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import dev.telemetry.Eventually;
import dev.telemetry.export.otlp.OtlpProtocol;
import dev.telemetry.test.Behaviour;
import dev.telemetry.test.NoTelemetryLeaks;
import dev.telemetry.test.OtlpReceiver;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A process is killed while its backend is away.
 */
@NoTelemetryLeaks
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD, unit = TimeUnit.SECONDS)
class SpoolKillTests {

	@TempDir
	private Path directory;

	@Test
	void whatWasOnTheDiskArrivesAfterTheRestart() throws Exception {
		try (OtlpReceiver receiver = OtlpReceiver.http()) {
			int[] last = sendAndKill(receiver, 200, 2_000);
			receiver.respond(Behaviour.accept());
			try (SpooledPath path = new SpooledPath(receiver.endpoint(), OtlpProtocol.HTTP, this.directory)) {
				awaitReceived(receiver, last[1]);
				path.awaitSpoolEmpty();
				// The one that it may have been killed in the middle of.
				assertThat(path.health().lost()).isLessThanOrEqualTo(SpooledPath.SETTINGS.batchSize());
			}
			int arrived = SpooledPath.received(receiver).size();
			SpooledPath.assertEachOnce(receiver, arrived);
			// What was sent within the flush interval of 50 ms, and what a busy machine
			// adds.
			assertThat(last[0] - arrived).isLessThan(1_000);
		}
	}

	@Test
	void whoIsKilledWhileItSendsWhatWaitedSendsOneBatchTwiceAtMost() throws Exception {
		try (OtlpReceiver receiver = OtlpReceiver.http()) {
			int[] last = sendAndKill(receiver, 0, 2_000);
			receiver.respond(Behaviour.accept());
			try (ChildJvm child = new ChildJvm(SpoolWriterMain.class, receiver.endpoint(), this.directory.toString(),
					"0")) {
				receiver.awaitSpans(500);
				child.kill();
			}
			try (SpooledPath path = new SpooledPath(receiver.endpoint(), OtlpProtocol.HTTP, this.directory)) {
				awaitReceived(receiver, last[1]);
				path.awaitSpoolEmpty();
			}
			TreeMap<Integer, Long> received = SpooledPath.received(receiver);
			assertThat(received.lastKey()).isEqualTo(received.size() - 1);
			assertThat(received.values().stream().filter((times) -> times > 1))
				.hasSizeLessThanOrEqualTo(SpooledPath.SETTINGS.batchSize());
			assertThat(received.values()).allMatch((times) -> times <= 2);
		}
	}

	private static void awaitReceived(OtlpReceiver receiver, int spans) {
		Eventually.until(() -> spans + " spans: " + SpooledPath.received(receiver).size(),
				() -> SpooledPath.received(receiver).size() >= spans);
	}

	// How many the child had sent, and how many of them were safe.
	private int[] sendAndKill(OtlpReceiver receiver, int healthy, int spans) throws Exception {
		try (ChildJvm child = new ChildJvm(SpoolWriterMain.class, receiver.endpoint(), this.directory.toString(),
				"1000000")) {
			int[] numbers = { 0, 0 };
			if (healthy == 0) {
				receiver.respond(Behaviour.status(403));
			}
			while (numbers[1] < spans) {
				numbers = numbers(child.readLine(), numbers);
				if (numbers[1] > healthy) {
					receiver.respond(Behaviour.status(403));
				}
			}
			for (String line : child.kill()) {
				numbers = numbers(line, numbers);
			}
			return numbers;
		}
	}

	// The log of the child goes the same way.
	private static int[] numbers(String line, int[] last) {
		String[] parts = line.split(" ");
		return (parts[0].equals("sent")) ? new int[] { Integer.parseInt(parts[1]), Integer.parseInt(parts[2]) } : last;
	}

}
