package dev.telemetry.export;

import java.util.Map;
import java.util.concurrent.TimeUnit;

import ch.qos.logback.classic.Level;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

import dev.telemetry.export.LossGap.Losses;
import dev.telemetry.health.LossReason;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link LossLog}.
 */
class LossLogTests {

	private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

	private final LossLog losses = new LossLog("http://collector:4318/v1/traces");

	@AutoClose
	private final CapturedLog log = new CapturedLog();

	@Test
	void saysAtOnceWhatIsLostAndWhy() {
		this.losses.lost(queueFull(7), "HTTP 503", 0);
		assertThat(this.log.lines(Level.WARN))
			.containsExactly("Spans were lost on the way to http://collector:4318/v1/traces: "
					+ "7 queue full; last failure: HTTP 503. The application is not affected; "
					+ "telemetry.spans.dropped counts them.");
	}

	@Test
	void saysNoMoreForAMinute() {
		this.losses.lost(queueFull(1), null, 0);
		this.losses.lost(queueFull(2), null, 59 * SECOND);
		assertThat(this.log.lines(Level.WARN)).hasSize(1);
		this.losses.lost(queueFull(3), null, 60 * SECOND);
		assertThat(this.log.lines(Level.WARN)).hasSize(2).last().asString().contains(": 3 queue full");
	}

	@Test
	void saysNothingWhenThereIsNothingNew() {
		this.losses.lost(queueFull(1), null, 0);
		this.losses.lost(queueFull(1), null, 100 * SECOND);
		assertThat(this.log.lines(Level.WARN)).hasSize(1);
	}

	@Test
	void saysOnceThatAllIsWellAgain() {
		this.losses.lost(queueFull(1), null, 0);
		this.losses.recovered(queueFull(1));
		this.losses.recovered(queueFull(1));
		assertThat(this.log.lines(Level.INFO))
			.containsExactly("Spans reach http://collector:4318/v1/traces again. Lost before: 1 queue full");
	}

	@Test
	void isNotFloodedByLossesThatComeAndGo() {
		for (int second = 0; second < 180; second++) {
			this.losses.lost(queueFull(second + 1), null, second * SECOND);
			this.losses.recovered(queueFull(second + 1));
		}
		assertThat(this.log.lines(Level.WARN)).hasSize(3);
		assertThat(this.log.lines(Level.INFO)).hasSize(3);
	}

	private static Losses queueFull(long spans) {
		return new Losses(Map.of(LossReason.QUEUE_FULL, spans), 1, 2);
	}

}
