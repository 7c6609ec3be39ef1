package dev.telemetry.metrics;

import java.util.List;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

import dev.telemetry.health.SamplingCounts;
import dev.telemetry.health.SamplingCounts.DropReason;

import static org.assertj.core.api.Assertions.assertThat;

class SamplingMetersTests {

	private final SamplingCounts counts = new SamplingCounts();

	private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

	@Test
	void rootsAreCountedByReason() {
		bind();
		this.counts.rootKept("error");
		this.counts.rootNotKept();
		this.counts.rootNotKept();
		this.counts.rootRefused("slow");
		this.counts.rootRefused("disconnect");
		assertThat(count("telemetry.sampling.traces", "reason", "error")).isEqualTo(1);
		assertThat(count("telemetry.sampling.traces", "reason", "vip")).isZero();
		assertThat(count("telemetry.sampling.traces", "reason", "none")).isEqualTo(2);
		assertThat(count("telemetry.sampling.refused", "reason", "slow")).isEqualTo(1);
		assertThat(count("telemetry.sampling.refused", "reason", "disconnect")).isEqualTo(1);
	}

	@Test
	void spansAreCountedByWhatBecameOfThem() {
		bind();
		this.counts.spansKept(3);
		this.counts.spansNotKept(4);
		this.counts.spansDropped(DropReason.TRUNCATED, 5);
		assertThat(count("telemetry.sampling.spans", "outcome", "kept")).isEqualTo(3);
		assertThat(count("telemetry.sampling.spans", "outcome", "not_kept")).isEqualTo(4);
		assertThat(count("telemetry.sampling.spans", "outcome", "truncated")).isEqualTo(5);
		assertThat(count("telemetry.sampling.spans", "outcome", "age")).isZero();
	}

	@Test
	void spansThatWaitAreAGauge() {
		bind();
		assertThat(this.registry.get("telemetry.sampling.spans.held").gauge().value()).isEqualTo(7);
	}

	@Test
	void whatHoldsNowIsAGauge() {
		bind();
		assertThat(this.registry.get("telemetry.sampling.ratio").gauge().value()).isEqualTo(0.02);
		assertThat(this.registry.get("telemetry.sampling.slow.threshold").timeGauge().value(TimeUnit.SECONDS))
			.isEqualTo(2);
	}

	private void bind() {
		new SamplingMeters(this.counts, List.of("error", "vip"), () -> 7, () -> 0.02, () -> 2_000_000_000L)
			.bindTo(this.registry);
	}

	private double count(String name, String tag, String value) {
		return this.registry.get(name).tag(tag, value).functionCounter().count();
	}

}
