package dev.telemetry.view;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PendingLogsTests {

	private static final int MAX_BYTES = 4 * 1024;

	private final PendingLogs<String> pending = new PendingLogs<>(MAX_BYTES, (line) -> 1_024);

	@Test
	void theOldestMakeRoomAndAreCounted() {
		assertThat(this.pending.add("first", "line")).isZero();
		for (int i = 0; i < 3; i++) {
			this.pending.add("second", "line");
		}
		assertThat(this.pending.add("second", "line")).isOne();
		assertThat(this.pending.take("first")).isEmpty();
		assertThat(this.pending.takeEvicted("first")).isOne();
		assertThat(this.pending.takeEvicted("first")).isZero();
		assertThat(this.pending.take("second")).hasSize(4);
		assertThat(this.pending.bytes()).isZero();
	}

	@Test
	void whatHadToGoIsNotRememberedForAllTraces() {
		for (int i = 0; i < 100; i++) {
			this.pending.add("trace " + i, "line");
		}
		assertThat(this.pending.takeEvicted("trace 10")).isZero();
		assertThat(this.pending.takeEvicted("trace 95")).isOne();
	}

	@Test
	void linesBeyondTheMostOfATraceAreCounted() {
		PendingLogs<String> roomy = new PendingLogs<>(10 * MAX_BYTES, (line) -> 1);
		for (int i = 0; i < ViewedTrace.MAX_LOGS + 3; i++) {
			roomy.add("trace", "line");
		}
		assertThat(roomy.take("trace")).hasSize(ViewedTrace.MAX_LOGS);
		assertThat(roomy.takeEvicted("trace")).isEqualTo(3);
	}

}
