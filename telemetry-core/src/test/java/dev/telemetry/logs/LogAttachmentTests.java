package dev.telemetry.logs;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import dev.telemetry.Eventually;
import dev.telemetry.test.NoTelemetryLeaks;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The attachment in the midst of what others do to the logging system.
 */
@NoTelemetryLeaks
class LogAttachmentTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(5);

	private final Captures captures = Captures.open();

	@Test
	void aSignFromWithinTheLoggingSystemWaitsForNothingWhileTheAppenderIsPlaced() {
		ChangedMeanwhile placement = new ChangedMeanwhile();
		try (LogAttachment attachment = new LogAttachment(placement, this.captures.capture(), false)) {
			attachment.attach();
			assertThat(placement.told.getCount()).as("signs that could not be given").isZero();
			Eventually.until(() -> "looked again", () -> placement.looks.get() > 1);
		}
		assertThat(this.captures.failures()).isEmpty();
	}

	@Test
	void anInterruptDoesNotEndItNorMakesItRunHot() throws InterruptedException {
		ChangedMeanwhile placement = new ChangedMeanwhile();
		try (LogAttachment attachment = new LogAttachment(placement, this.captures.capture(), false)) {
			attachment.attach();
			Thread keeper = Thread.getAllStackTraces()
				.keySet()
				.stream()
				.filter((thread) -> thread.getName().equals("telemetry-logs"))
				.findFirst()
				.orElseThrow();
			keeper.interrupt();
			Eventually.until(() -> "went on", () -> !keeper.isInterrupted() && placement.looks.get() > 2);
			assertThat(keeper.isAlive()).isTrue();
		}
	}

	@Test
	void aLookThatFailsDoesNotReachTheThreadThatConfiguresTheLoggers() {
		AtomicInteger signs = new AtomicInteger();
		Unreadable placement = new Unreadable();
		placement.placeAtOnce(signs::incrementAndGet);
		assertThat(signs).hasValue(1);
		try (LogAttachment attachment = new LogAttachment(placement, this.captures.capture(), false)) {
			attachment.attach();
			assertThat(this.captures.failures()).hasOnlyElementsOfType(LinkageError.class).isNotEmpty();
		}
	}

	/**
	 * A logging system with an appender of the application that cannot be looked at.
	 */
	private static final class Unreadable extends LockedPlacement {

		@Override
		public String system() {
			return "test";
		}

		@Override
		protected boolean placeAll(Runnable disturbed) {
			throw new LinkageError();
		}

		@Override
		protected void takeAllOff() {
		}

	}

	/**
	 * A logging system in which another thread sets a level, and so holds the lock of a
	 * logger, just when the appender is to be put there.
	 */
	private static final class ChangedMeanwhile implements LogPlacement {

		private final CountDownLatch told = new CountDownLatch(1);

		private final AtomicInteger looks = new AtomicInteger();

		@Override
		public String system() {
			return "test";
		}

		@Override
		public int place(Runnable disturbed) {
			if (this.looks.incrementAndGet() > 1) {
				return 0;
			}
			Thread host = new Thread(() -> {
				disturbed.run();
				this.told.countDown();
			});
			host.start();
			try {
				this.told.await(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
			return 1;
		}

		@Override
		public void remove() {
		}

		@Override
		public @Nullable String foreignAppender() {
			return null;
		}

	}

}
