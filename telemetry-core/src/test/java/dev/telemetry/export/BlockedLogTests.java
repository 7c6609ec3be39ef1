package dev.telemetry.export;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import io.opentelemetry.sdk.common.CompletableResultCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

import dev.telemetry.Eventually;
import dev.telemetry.health.LossReason;
import dev.telemetry.test.NoTelemetryLeaks;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An appender that blocks keeps neither timeouts nor the end of the application up.
 */
@NoTelemetryLeaks
class BlockedLogTests {

	private final Logger logger = (Logger) LoggerFactory.getLogger("dev.telemetry.export");

	private final CountDownLatch blocked = new CountDownLatch(1);

	private final CountDownLatch released = new CountDownLatch(1);

	private volatile String words = "";

	private final UnsynchronizedAppenderBase<ILoggingEvent> appender = new UnsynchronizedAppenderBase<>() {

		@Override
		protected void append(ILoggingEvent event) {
			if (event.getFormattedMessage().contains(BlockedLogTests.this.words)) {
				BlockedLogTests.this.blocked.countDown();
				await(BlockedLogTests.this.released);
			}
		}

	};

	@BeforeEach
	void start() {
		this.appender.start();
		this.logger.setAdditive(false);
		this.logger.addAppender(this.appender);
	}

	@AfterEach
	void end() {
		this.released.countDown();
		this.logger.detachAppender(this.appender);
		this.logger.setAdditive(true);
	}

	@Test
	void theOtherExporterHasItsTimeouts() {
		this.words = "does not come back";
		AtomicBoolean stuck = new AtomicBoolean(true);
		ScriptedExporter blocking = new ScriptedExporter((batch) -> {
			while (stuck.get()) {
				Thread.onSpinWait();
			}
			return CompletableResultCode.ofSuccess();
		});
		ScriptedExporter silent = new ScriptedExporter(ScriptedExporter.HANG);
		try (ExportPath path = ExportPath.to(
				List.of(ExportTarget.of("blocking", blocking), ExportTarget.of("silent", silent)),
				settings(Duration.ofMillis(200)))) {
			path.send(1, 1);
			await(this.blocked);
			path.send(1, 1);
			Eventually.until(() -> "timeouts: " + path.pipelines,
					() -> path.pipelines.health().get(1).dropped().get(LossReason.EXPORT_FAILED) == 2);
			stuck.set(false);
			this.released.countDown();
		}
	}

	@Test
	void theEndComesAllTheSame() {
		this.words = "before the application ended";
		ExportPath path = ExportPath.to(new ScriptedExporter(ScriptedExporter.HANG), settings(Duration.ofMinutes(1)));
		path.send(1, 1);
		path.close();
		await(this.blocked);
	}

	private static PipelineSettings settings(Duration timeout) {
		return new PipelineSettings(100, 20, 3 * 1024 * 1024, Duration.ofMillis(10), timeout, 100,
				Duration.ofMillis(20), Duration.ofMillis(300));
	}

	private static void await(CountDownLatch latch) {
		try {
			assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
