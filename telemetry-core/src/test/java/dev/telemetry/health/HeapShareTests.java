package dev.telemetry.health;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class HeapShareTests {

	@Test
	void inALargeHeapABoundStaysAsItIs() {
		assertThat(HeapShare.atMost(megabytes(32), megabytes(512))).isEqualTo(megabytes(32));
		assertThat(HeapShare.atMost(megabytes(32), Long.MAX_VALUE)).isEqualTo(megabytes(32));
	}

	@Test
	void inASmallHeapABoundIsAnEighthOfIt() {
		assertThat(HeapShare.atMost(megabytes(32), megabytes(64))).isEqualTo(megabytes(8));
	}

	@Test
	void inATinyHeapAFewFailuresHaveRoom() {
		assertThat(HeapShare.atMost(megabytes(32), megabytes(4))).isEqualTo(megabytes(1));
	}

	@Test
	void aSmallBoundStaysSmall() {
		assertThat(HeapShare.atMost(10, megabytes(4))).isEqualTo(10);
	}

	private static long megabytes(int number) {
		return number * 1024L * 1024;
	}

}
