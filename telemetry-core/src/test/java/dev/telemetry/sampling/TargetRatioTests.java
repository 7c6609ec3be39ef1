package dev.telemetry.sampling;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import dev.telemetry.names.JobAttributes;
import dev.telemetry.names.SamplingAttributes;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link TargetRatio}, minute by minute on a clock of their own.
 */
class TargetRatioTests {

	private static final int TARGET = 100;

	private static final double RATIO = 0.02;

	/** One run in a million is further away than this. */
	private static final double STANDARD_DEVIATIONS = 5;

	private final SampledTraces traces = new SampledTraces(settings(SamplingSettings.ParentSampling.OBEY),
			SamplingLimits.DEFAULT, TARGET);

	private static SamplingSettings settings(SamplingSettings.ParentSampling parent) {
		return SampledTraces.rulesOnly().ratio(RATIO).parent(parent).build();
	}

	@AfterEach
	void close() {
		this.traces.close();
	}

	@Test
	void beginsWithTheConfiguredRatioAndAdaptsItEachMinute() {
		assertThat(ratio()).isEqualTo(RATIO);
		minuteWith(20_000);
		assertThat(ratio()).isEqualTo(0.005);
		minuteWith(4_000);
		assertThat(ratio()).as("at most twice the one before").isEqualTo(0.01);
		minuteWith(4_000);
		assertThat(ratio()).isCloseTo(0.02, Offset.offset(1e-9));
		minuteWith(4_000);
		assertThat(ratio()).isEqualTo(0.025);
	}

	@Test
	void theLargestTargetKeepsAll() {
		try (SampledTraces unlimited = new SampledTraces(settings(SamplingSettings.ParentSampling.OBEY),
				SamplingLimits.DEFAULT, Integer.MAX_VALUE)) {
			for (int minute = 0; minute < 8; minute++) {
				for (int i = 0; i < 200; i++) {
					unlimited.request().end();
				}
				unlimited.turn(TimeUnit.MINUTES.toNanos(1));
				unlimited.target.minute();
			}
			assertThat(unlimited.control.settings().ratio().value()).isEqualTo(1.0);
		}
	}

	@Test
	void staysBetweenItsBounds() {
		for (int i = 0; i < 8; i++) {
			minuteWith(0);
		}
		assertThat(ratio()).isEqualTo(1.0);
		for (int i = 0; i < 4; i++) {
			this.traces.target.tracesPerMinute().add((before) -> 1, null);
			minuteWith(30_000);
		}
		assertThat(ratio()).isEqualTo(TargetRatio.LEAST);
	}

	@Test
	void aBurstIsBoundedBeforeItsMinuteIsOver() {
		for (int i = 0; i < 8; i++) {
			minuteWith(TARGET / 2);
		}
		assertThat(ratio()).isEqualTo(1.0);
		int before = this.traces.exported().size();
		requests(50_000);
		// Half a target for each time that the ratio is halved, from 1 to about 1 in 500.
		assertThat(this.traces.exported().size() - before).isLessThan(TARGET * 7);
		assertThat(ratio()).isLessThan(0.05);
	}

	@Test
	void whatIsExtrapolatedFromTracesOfManyRatiosIsHowManyThereWere() {
		int truth = 0;
		double variance = 0;
		for (int requests : new int[] { 5_000, 20_000, 500, 30_000, 100, 100, 8_000 }) {
			minuteWith(requests);
			truth += requests;
		}
		double counted = 0;
		for (SpanData span : this.traces.exported()) {
			double standsFor = SampledTraces.tracesItStandsFor(span);
			counted += standsFor;
			variance += standsFor * (standsFor - 1);
		}
		assertThat(counted).isCloseTo(truth, Offset.offset(STANDARD_DEVIATIONS * Math.sqrt(variance)));
		assertThat(this.traces.exported()).extracting(SampledTraces::tracesItStandsFor)
			.as("ratios")
			.hasSizeGreaterThan(3);
	}

	@Test
	void aTraceThatBeganBeforeTheRatioChangedStandsForAsManyAsThen() {
		minuteWith(TARGET);
		this.traces.control.override((settings) -> settings.ratio(1.0));
		Span request = this.traces.request();
		this.traces.control.reset();
		minuteWith(20_000);
		int before = this.traces.exported().size();
		request.end();
		assertThat(this.traces.exported()).hasSize(before + 1);
		assertThat(SampledTraces.tracesItStandsFor(this.traces.exported().get(before))).isEqualTo(1);
	}

	@Test
	void whileTheRatioIsChangedByHandThatHoldsAndNothingIsLearntFromIt() {
		minuteWith(20_000);
		SamplingOverride all = this.traces.control.add((settings) -> settings.ratio(1.0), Duration.ofMinutes(15));
		requests(1_000);
		assertThat(ratio()).isEqualTo(1.0);
		assertThat(this.traces.control.adaptedRatio()).as("no halving").isEqualTo(0.005);
		this.traces.control.remove(all);
		assertThat(ratio()).isEqualTo(0.005);
		assertThat(this.traces.control.isOverridden()).isFalse();
		assertThat(this.traces.control.configured().ratio().value()).isEqualTo(RATIO);
	}

	@Test
	void anotherTargetHoldsForAWhile() {
		minuteWith(10_000);
		assertThat(ratio()).isEqualTo(0.01);
		this.traces.target.tracesPerMinute().add((before) -> 50, Duration.ofMinutes(1));
		minuteWith(10_000);
		assertThat(ratio()).as("over with the minute").isEqualTo(0.01);
		this.traces.target.tracesPerMinute().add((before) -> 50, null);
		minuteWith(10_000);
		assertThat(ratio()).isEqualTo(0.005);
	}

	@Test
	void aMinuteThatTookLongerIsTakenForWhatItWas() {
		this.traces.turn(TimeUnit.MINUTES.toNanos(3));
		minuteWith(20_000);
		assertThat(ratio()).isEqualTo(0.02);
		this.traces.target.minute();
		assertThat(ratio()).as("no time has passed").isEqualTo(0.02);
	}

	@Test
	void errorsJobsAndWhatACallerSampledComeOnTop() {
		requests(10);
		this.traces.fail(5);
		for (int i = 0; i < 5; i++) {
			this.traces.tracer().spanBuilder("job.run").setAttribute(JobAttributes.TYPE, "t").startSpan().end();
			Span called = this.traces.request(SampledTraces.caller(true, TraceState.getDefault()));
			called.setStatus(StatusCode.OK);
			called.end();
		}
		assertThat(this.traces.exported()).extracting((span) -> span.getAttributes().get(SamplingAttributes.REASON))
			.contains("error", "parent");
		this.traces.turn(TimeUnit.MINUTES.toNanos(1));
		this.traces.target.minute();
		assertThat(ratio()).as("15 began here").isEqualTo(2 * RATIO);
	}

	@Test
	void whereCallersDoNotCountTheirTracesAreAmongThoseOfTheTarget() {
		try (SampledTraces ignoring = new SampledTraces(settings(SamplingSettings.ParentSampling.IGNORE),
				SamplingLimits.DEFAULT, TARGET)) {
			for (int i = 0; i < 10_000; i++) {
				ignoring.request(SampledTraces.caller(true, TraceState.getDefault())).end();
			}
			ignoring.turn(TimeUnit.MINUTES.toNanos(1));
			ignoring.target.minute();
			assertThat(ignoring.control.settings().ratio().value()).isEqualTo(0.01);
		}
	}

	private void minuteWith(int requests) {
		requests(requests);
		this.traces.turn(TimeUnit.MINUTES.toNanos(1));
		this.traces.target.minute();
	}

	private void requests(int requests) {
		for (int i = 0; i < requests; i++) {
			this.traces.request().end();
		}
	}

	private double ratio() {
		return this.traces.control.settings().ratio().value();
	}

}
