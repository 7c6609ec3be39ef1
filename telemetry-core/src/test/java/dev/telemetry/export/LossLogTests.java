package dev.telemetry.export;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import ch.qos.logback.classic.Level;
import org.jspecify.annotations.Nullable;
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

	private final LossLog losses = new LossLog("spans", "http://collector:4318/v1/traces");

	@AutoClose
	private final CapturedLog log = new CapturedLog();

	@Test
	void saysAtOnceWhatIsLostAndWhy() {
		this.losses.lost(queueFull(7, "HTTP 503"), 0);
		assertThat(this.log.lines(Level.WARN))
			.containsExactly("Spans were lost on the way to http://collector:4318/v1/traces: "
					+ "7 queue full (last failure: HTTP 503). The application is not affected; "
					+ "telemetry.spans.dropped counts them.");
	}

	@Test
	void saysNoMoreForAMinute() {
		this.losses.lost(queueFull(1), 0);
		this.losses.lost(queueFull(2), 59 * SECOND);
		assertThat(this.log.lines(Level.WARN)).hasSize(1);
		this.losses.lost(queueFull(3), 60 * SECOND);
		assertThat(this.log.lines(Level.WARN)).hasSize(2).last().asString().contains(": 3 queue full");
	}

	@Test
	void saysNothingWhenThereIsNothingNew() {
		this.losses.lost(queueFull(1), 0);
		this.losses.lost(queueFull(1), 100 * SECOND);
		assertThat(this.log.lines(Level.WARN)).hasSize(1);
	}

	@Test
	void saysOnceThatAllIsWellAgain() {
		this.losses.lost(queueFull(1), 0);
		this.losses.recovered(queueFull(1));
		this.losses.recovered(queueFull(1));
		assertThat(this.log.lines(Level.INFO))
			.containsExactly("Spans reach http://collector:4318/v1/traces again. Lost before: 1 queue full");
	}

	@Test
	void isNotFloodedByLossesThatComeAndGo() {
		for (int second = 0; second < 180; second++) {
			this.losses.lost(queueFull(second + 1), second * SECOND);
			this.losses.recovered(queueFull(second + 1));
		}
		assertThat(this.log.lines(Level.WARN)).hasSize(3);
		assertThat(this.log.lines(Level.INFO)).hasSize(3);
	}

	@Test
	void saysLessAndLessWhileAnOutageLasts() {
		List<Long> said = new ArrayList<>();
		for (long second = 0; second <= 3_600; second++) {
			int before = this.log.lines(Level.WARN).size();
			this.losses.lost(queueFull(second + 1), second * SECOND);
			if (this.log.lines(Level.WARN).size() > before) {
				said.add(second / 60);
			}
		}
		assertThat(said).containsExactly(0L, 1L, 3L, 7L, 15L, 25L, 35L, 45L, 55L);
	}

	@Test
	void saysAtOnceAgainAfterAnOutage() {
		for (long minute = 0; minute < 30; minute++) {
			this.losses.lost(queueFull(minute + 1), minute * 60 * SECOND);
		}
		int before = this.log.lines(Level.WARN).size();
		this.losses.recovered(queueFull(30));
		this.losses.lost(queueFull(1), 40 * 60 * SECOND);
		this.losses.lost(queueFull(2), 41 * 60 * SECOND);
		assertThat(this.log.lines(Level.WARN)).hasSize(before + 2);
	}

	@Test
	void saysThatSpansWaitBeforeAnyIsLost() {
		this.losses.waits("connection refused: does anything listen there?", 0);
		this.losses.waits("connection refused: does anything listen there?", SECOND);
		assertThat(this.log.lines(Level.WARN)).containsExactly("Spans for http://collector:4318/v1/traces wait in "
				+ "memory (last failure: connection refused: does anything listen there?). They are sent when it "
				+ "answers again; the application is not affected.");
		this.losses.answers();
		this.losses.answers();
		assertThat(this.log.lines(Level.INFO)).containsExactly("Spans reach http://collector:4318/v1/traces again");
	}

	@Test
	void saysOnlyWhatIsWorseWhereSpansAreLost() {
		this.losses.lost(queueFull(1), 0);
		this.losses.waits("connection refused", SECOND);
		this.losses.answers();
		assertThat(this.log.lines(Level.WARN)).hasSize(1);
		assertThat(this.log.lines(Level.INFO)).isEmpty();
	}

	private static Losses queueFull(long spans) {
		return queueFull(spans, null);
	}

	private static Losses queueFull(long spans, @Nullable String failure) {
		return new Losses(Map.of(LossReason.QUEUE_FULL, spans), 1, 2, failure);
	}

}
