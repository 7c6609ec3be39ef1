package dev.telemetry.sampling;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class SamplingControlTests {

	private final AtomicLong nanos = new AtomicLong();

	private final SamplingControl control = new SamplingControl(SamplingSettings.builder().build(), this.nanos::get);

	@Test
	void anOverrideHoldsUntilItIsTakenBack() {
		this.control.override((settings) -> settings.ratio(1.0));
		this.nanos.addAndGet(Duration.ofDays(1).toNanos());
		assertThat(this.control.settings().ratio().value()).isEqualTo(1.0);
		assertThat(this.control.isOverridden()).isTrue();
		this.control.reset();
		assertThat(this.control.settings()).isSameAs(this.control.configured());
	}

	@Test
	void anOverrideMayExpire() {
		this.control.override((settings) -> settings.slowThreshold(Duration.ofNanos(1)), Duration.ofMinutes(5));
		this.nanos.addAndGet(Duration.ofMinutes(5).toNanos() - 1);
		assertThat(this.control.settings().slowThresholdNanos()).isEqualTo(1);
		this.nanos.incrementAndGet();
		assertThat(this.control.isOverridden()).isFalse();
	}

	@Test
	void anOverrideChangesOnlyWhatItNames() {
		this.control.override((settings) -> settings.dryRun(true));
		this.control.override((settings) -> settings.maxErrorsPerSecond(3));
		assertThat(this.control.settings().dryRun()).isTrue();
		assertThat(this.control.settings().maxErrorsPerSecond()).isEqualTo(3);
		assertThat(this.control.settings().ratio().value()).isEqualTo(0.02);
	}

	@Test
	void whatIsOverriddenForAWhileIsNotMadePermanentByWhatFollows() {
		this.control.override((settings) -> settings.ratio(1.0), Duration.ofMinutes(5));
		this.control.override((settings) -> settings.maxErrorsPerSecond(3));
		assertThat(this.control.settings().ratio().value()).isEqualTo(1.0);
		assertThat(this.control.settings().maxErrorsPerSecond()).isEqualTo(3);
		this.nanos.addAndGet(Duration.ofMinutes(5).toNanos());
		assertThat(this.control.settings().ratio().value()).isEqualTo(0.02);
		assertThat(this.control.settings().maxErrorsPerSecond()).isEqualTo(3);
	}

	@Test
	void whatIsOverriddenForGoodOutlivesWhatExpires() {
		this.control.override((settings) -> settings.maxErrorsPerSecond(3));
		this.control.override((settings) -> settings.dryRun(true), Duration.ofMinutes(5));
		this.nanos.addAndGet(Duration.ofMinutes(5).toNanos());
		assertThat(this.control.settings().maxErrorsPerSecond()).isEqualTo(3);
		assertThat(this.control.settings().dryRun()).isFalse();
	}

	@Test
	void eachOverrideEndsWhenItIsItsTime() {
		this.control.override((settings) -> settings.ratio(1.0), Duration.ofMinutes(5));
		this.control.override((settings) -> settings.dryRun(true), Duration.ofMinutes(15));
		this.nanos.addAndGet(Duration.ofMinutes(5).toNanos());
		assertThat(this.control.settings().ratio().value()).isEqualTo(0.02);
		assertThat(this.control.settings().dryRun()).isTrue();
		this.nanos.addAndGet(Duration.ofMinutes(10).toNanos());
		assertThat(this.control.settings()).isEqualTo(this.control.configured());
	}

	@Test
	void whatIsOverriddenTwiceFallsBackToTheFirstWhileThatLasts() {
		SamplingOverride first = this.control.add((settings) -> settings.ratio(0.5), null);
		SamplingOverride second = this.control.add((settings) -> settings.ratio(1.0), Duration.ofMinutes(5));
		assertThat(this.control.settings().ratio().value()).isEqualTo(1.0);
		this.nanos.addAndGet(Duration.ofMinutes(5).toNanos());
		assertThat(this.control.isActive(second)).isFalse();
		assertThat(this.control.isActive(first)).isTrue();
		assertThat(this.control.settings().ratio().value()).isEqualTo(0.5);
	}

	@Test
	void oneOfSeveralCanBeTakenBack() {
		SamplingOverride ratio = this.control.add((settings) -> settings.ratio(0.5), Duration.ofMinutes(5));
		SamplingOverride dryRun = this.control.add((settings) -> settings.dryRun(true), Duration.ofMinutes(5));
		this.control.remove(ratio);
		assertThat(this.control.isActive(ratio)).isFalse();
		assertThat(this.control.isActive(dryRun)).isTrue();
		assertThat(this.control.settings().ratio().value()).isEqualTo(0.02);
		this.control.reset();
		assertThat(this.control.isActive(dryRun)).isFalse();
	}

	@Test
	void aChangeThatMakesNoSenseChangesNothing() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.control.add((settings) -> settings.dryRun(true).ratio(2), Duration.ofMinutes(5)));
		assertThat(this.control.isOverridden()).isFalse();
	}

	@Test
	void aWhileIsNotForEver() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.control.override((settings) -> settings.ratio(1), ChronoUnit.FOREVER.getDuration()));
		this.control.override((settings) -> settings.ratio(1), Duration.ofNanos(Long.MAX_VALUE));
		assertThat(this.control.settings().ratio().value()).isEqualTo(1);
	}

	@Test
	void timeDoesNotRunBackwards() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.control.override((settings) -> settings, Duration.ofSeconds(-1)));
	}

}
