package dev.telemetry.export.disk;

import java.nio.file.Path;
import java.time.Duration;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Clocks that jump, because they were wrong before or are now.
 */
class SpoolClockTests {

	@TempDir
	private Path directory;

	private OpenedSpool opened;

	@BeforeEach
	void open() {
		this.opened = new OpenedSpool(this.directory);
	}

	@AfterEach
	void close() {
		this.opened.close();
	}

	@ParameterizedTest
	@ValueSource(ints = { -365, -1, 1, 365, 36500 })
	void aJumpOfTheClockLosesNothing(int days) {
		this.opened.write("a", 1);
		this.opened.clock.advance(Duration.ofDays(days));
		this.opened.write("b", 1);
		assertThat(this.opened.drain()).containsExactly("a-0", "b-0");
		assertThat(this.opened.expired()).isZero();
	}

	@ParameterizedTest
	@ValueSource(ints = { -365, -1, 1, 365, 36500 })
	void aJumpOfTheClockBetweenTwoRunsLosesNothing(int days) {
		this.opened.write("a", 1);
		this.opened.clock.advance(Duration.ofDays(days));
		this.opened.restart();
		this.opened.write("b", 1);
		assertThat(this.opened.drain()).containsExactly("a-0", "b-0");
		assertThat(this.opened.expired()).isZero();
	}

	@Test
	void whatWaitsTooLongIsLostWhateverTheClockShows() {
		this.opened.write("a", 2);
		this.opened.clock.advance(Duration.ofDays(-365));
		this.opened.pass(OpenedSpool.MAX_AGE);
		assertThat(this.opened.drain()).isEmpty();
		assertThat(this.opened.expired()).isEqualTo(2);
	}

	@Test
	void whatWasWrittenByAClockThatWasAheadExpiresLikeTheRest() {
		this.opened.clock.advance(Duration.ofDays(365));
		this.opened.write("a", 2);
		this.opened.clock.advance(Duration.ofDays(-365));
		this.opened.restart();
		this.opened.clock.advance(OpenedSpool.MAX_AGE);
		this.opened.restart();
		this.opened.pass(OpenedSpool.MAX_AGE.dividedBy(4));
		assertThat(this.opened.drain()).isEmpty();
		assertThat(this.opened.expired()).isEqualTo(2);
	}

	@Test
	void whatIsTooOldAtTheStartIsTriedForAWhileAndThenLost() {
		this.opened.write("a", 1);
		this.opened.clock.advance(OpenedSpool.MAX_AGE.multipliedBy(3));
		this.opened.restart();
		this.opened.pass(OpenedSpool.MAX_AGE.dividedBy(4).minusSeconds(1));
		assertThat(this.opened.spool().oldest()).isNotNull();
		this.opened.pass(Duration.ofSeconds(1));
		assertThat(this.opened.spool().oldest()).isNull();
		assertThat(this.opened.expired()).isEqualTo(1);
	}

}
