package dev.telemetry.export;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

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
 * A backend is away for a while. With {@code -Dtelemetry.outage=60s -Dtelemetry.rate=500}
 * for as long as one likes.
 */
@NoTelemetryLeaks
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD, unit = TimeUnit.SECONDS)
class SpoolOutageTests {

	private static final Duration OUTAGE = Duration.parse("PT" + System.getProperty("telemetry.outage", "1s"));

	private static final int RATE = Integer.getInteger("telemetry.rate", 2_000);

	private static final Duration BEFORE_AND_AFTER = Duration.ofMillis(300);

	@TempDir
	private Path directory;

	@Test
	void nothingIsLostWhileABackendIsBusy() {
		try (OtlpReceiver receiver = OtlpReceiver.grpc();
				SpooledPath path = new SpooledPath(receiver.endpoint(), OtlpProtocol.GRPC, this.directory)) {
			send(path, BEFORE_AND_AFTER);
			receiver.respond(Behaviour.status(503));
			send(path, OUTAGE);
			awaitSpooled(path);
			receiver.respond(Behaviour.accept());
			checkNothingIsLost(path, receiver);
		}
	}

	@Test
	void nothingIsLostWhileNobodyListens() {
		try (OtlpReceiver receiver = OtlpReceiver.http();
				SwitchedPort port = new SwitchedPort();
				SpooledPath path = new SpooledPath(port.endpoint(), OtlpProtocol.HTTP, this.directory)) {
			send(path, OUTAGE);
			awaitSpooled(path);
			port.connectTo(receiver.endpoint());
			checkNothingIsLost(path, receiver);
		}
	}

	@Test
	void nothingIsLostWhileABackendHangs() {
		try (OtlpReceiver receiver = OtlpReceiver.http();
				SpooledPath path = new SpooledPath(receiver.endpoint(), OtlpProtocol.HTTP, this.directory,
						OUTAGE.plusSeconds(10), 1 << 28)) {
			send(path, BEFORE_AND_AFTER);
			receiver.respond(Behaviour.hang());
			send(path, OUTAGE);
			awaitSpooled(path);
			receiver.respond(Behaviour.accept());
			checkNothingIsLost(path, receiver);
		}
	}

	private static void awaitSpooled(SpooledPath path) {
		Eventually.until(() -> "something on the disk: " + path.pipelines, () -> path.health().spooled() > 0);
	}

	private static void checkNothingIsLost(SpooledPath path, OtlpReceiver receiver) {
		send(path, BEFORE_AND_AFTER);
		path.awaitSpoolEmpty();
		assertThat(path.health().lost()).isZero();
		assertThat(path.health().exported()).isEqualTo(path.sent());
		SpooledPath.assertEachArrived(receiver, path.sent());
	}

	private static void send(SpooledPath path, Duration time) {
		long start = System.nanoTime();
		int sent = 0;
		while (System.nanoTime() - start < time.toNanos()) {
			long due = (System.nanoTime() - start) * RATE / TimeUnit.SECONDS.toNanos(1);
			path.send((int) due - sent);
			sent = (int) due;
			LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
		}
	}

}
