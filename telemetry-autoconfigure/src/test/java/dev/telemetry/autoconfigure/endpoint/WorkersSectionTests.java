package dev.telemetry.autoconfigure.endpoint;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import dev.telemetry.worker.PoolRatios;
import dev.telemetry.worker.WorkerControl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * How much of what workers tell is taken, changed while they run.
 */
class WorkersSectionTests {

	private final WorkerControl control = new WorkerControl(PoolRatios.of(Map.of("scoring", 0.5)),
			(name, metadata) -> true, List::of);

	private final TelemetrySetting ratio = WorkersSection.ratio(this.control);

	@Test
	void aChangeHoldsUntilItIsTakenBack() {
		TelemetrySetting.Change change = this.ratio.change("scoring=0.1,*=0", Duration.ofHours(1));
		assertThat(change.isActive()).isTrue();
		assertThat(this.control.ratios().current().ratio("scoring")).isEqualTo(0.1);
		assertThat(this.control.ratios().current().ratio("other")).isZero();
		change.takeBack();
		assertThat(this.control.ratios().current().ratio("scoring")).isEqualTo(0.5);
		assertThat(this.control.ratios().current().ratio("other")).isEqualTo(1.0);
	}

	@Test
	void whatMakesNoSenseChangesNothing() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.ratio.change("scoring=lots", null));
		assertThatIllegalArgumentException().isThrownBy(() -> this.ratio.change("2", null));
		assertThatIllegalArgumentException().isThrownBy(() -> this.ratio.change("scoring=1d", null));
		assertThat(this.control.ratios().current()).isSameAs(this.control.ratios().base());
	}

}
