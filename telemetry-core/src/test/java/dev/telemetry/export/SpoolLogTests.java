package dev.telemetry.export;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

import ch.qos.logback.classic.Level;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

import dev.telemetry.export.disk.Spool;
import dev.telemetry.export.disk.SpoolSettings;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SpoolLog}.
 */
class SpoolLogTests {

	private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);

	private final SpoolLog spoolLog = new SpoolLog("spans", "somewhere",
			new Spool(new SpoolSettings(Path.of("spool"), SpoolSettings.LEAST_SIZE, Duration.ofHours(1)), "otlp",
					new SpoolLedger(), Clock.systemUTC()));

	@AutoClose
	private final CapturedLog log = new CapturedLog();

	@Test
	void anOutageIsSaidAgainWhileItLasts() {
		for (int second = 0; second <= 20 * 60; second++) {
			this.spoolLog.waits("HTTP 503", TimeUnit.SECONDS.toNanos(second));
		}
		// After 0, 1, 3, 7 and 15 minutes.
		assertThat(this.log.lines(Level.WARN)).hasSize(5)
			.allSatisfy((line) -> assertThat(line).contains("wait in", "HTTP 503"));
	}

	@Test
	void anOutageIsSaidWhereAnEarlierRunHasLeftSomething() {
		this.spoolLog.found(5);
		this.spoolLog.found(5);
		assertThat(this.log.lines(Level.INFO)).singleElement().asString().contains("since an earlier run");
		this.spoolLog.waits(null, 0);
		assertThat(this.log.lines(Level.WARN)).singleElement().asString().contains("wait in");
	}

	@Test
	void theEndIsSaidOnce() {
		this.spoolLog.found(5);
		this.spoolLog.waits(null, 0);
		this.spoolLog.empty();
		this.spoolLog.empty();
		assertThat(this.log.lines(Level.INFO)).filteredOn((line) -> line.contains("wait any more")).hasSize(1);
	}

	@Test
	void anotherOutageSoonAfterIsNotSaidForAMinute() {
		this.spoolLog.waits(null, 0);
		this.spoolLog.empty();
		this.spoolLog.waits(null, MINUTE - 1);
		assertThat(this.log.lines(Level.WARN)).hasSize(1);
		this.spoolLog.waits(null, MINUTE);
		assertThat(this.log.lines(Level.WARN)).hasSize(2);
	}

}
