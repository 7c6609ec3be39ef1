package dev.telemetry.record;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.junit.jupiter.api.Test;

import dev.telemetry.control.Adjustment;
import dev.telemetry.test.NoTelemetryLeaks;

import static dev.telemetry.test.TelemetryAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What an application leaves out of all recordings, and what it adds to them.
 */
@NoTelemetryLeaks
class RecorderExtensionsTests {

	private final Recorders recorders = new Recorders();

	@Test
	void anExcludedEventIsNotRecordedAndIsCounted() {
		EventGate gate = gate(EventNames.of(List.of("cache.*")));
		TelemetryRecorder recorder = this.recorders.extended(new RecorderExtensions(gate, List.of()));
		recorder.job("q", "t").run((job) -> {
			job.event("cache.miss").event("done");
			recorder.event("cache.hit", Map.of("key", "k"));
			job.exception(new IllegalStateException("stays"));
		});
		assertThat(this.recorders.spans.single("job.run").getEvents()).extracting(EventData::getName)
			.containsExactly("done", "exception");
		assertThat(gate.leftOut(EventGate.Reason.EXCLUDED)).isEqualTo(2);
		assertThat(gate.leftOut(EventGate.Reason.FILTERED)).isZero();
	}

	@Test
	void anEventIsSwitchedOffAndOnWhileAJobRuns() {
		EventGate gate = gate(EventNames.NONE);
		TelemetryRecorder recorder = this.recorders.extended(new RecorderExtensions(gate, List.of()));
		recorder.job("q", "t").run((job) -> {
			job.event("first");
			Adjustment<EventNames> off = gate.excluded()
				.add((before) -> EventNames.of(List.of("*")), Duration.ofMinutes(5));
			job.event("second");
			gate.excluded().remove(off);
			job.event("third");
		});
		assertThat(this.recorders.spans.single("job.run").getEvents()).extracting(EventData::getName)
			.containsExactly("first", "third");
	}

	@Test
	void allFiltersHaveToAcceptAnEvent() {
		EventGate gate = gate(EventNames.NONE, (name, attributes) -> !attributes.containsKey("secret"),
				(name, attributes) -> !name.isEmpty());
		TelemetryRecorder recorder = this.recorders.extended(new RecorderExtensions(gate, List.of()));
		recorder.job("q", "t")
			.run((job) -> job.event("a").event("b", Map.of("secret", 1)).event("c", Map.of("x", 1)).event("d", null));
		assertThat(this.recorders.spans.single("job.run").getEvents()).extracting(EventData::getName)
			.containsExactly("a", "c", "d");
		assertThat(gate.leftOut(EventGate.Reason.FILTERED)).isEqualTo(1);
	}

	@Test
	void aFilterThatThrowsHasNotAcceptedAndCostsTheJobNothing() {
		EventGate gate = gate(EventNames.NONE, (name, attributes) -> {
			throw new LinkageError("filter");
		});
		TelemetryRecorder recorder = this.recorders.extended(new RecorderExtensions(gate, List.of()));
		recorder.job("q", "t").run((job) -> job.event("a"));
		assertThat(this.recorders.spans.single("job.run")).hasAttribute("job.success", true);
		assertThat(this.recorders.spans.single("job.run").getEvents()).isEmpty();
		assertThat(this.recorders.failures.count()).isEqualTo(1);
	}

	@Test
	void customizersAddToWhateverStarts() {
		TelemetryRecorder recorder = customized((recording) -> recording.attribute("tenant", "a"),
				(recording) -> recording.attribute("build", 7));
		recorder.job("q", "t").run((job) -> recorder.externalCall("s", "o").run((call) -> {
		}));
		recorder.span("cleaning").record(Duration.ofMillis(1), true);
		for (String name : List.of("job.run", "external.api.call", "cleaning")) {
			assertThat(this.recorders.spans.single(name)).hasAttribute("tenant", "a").hasAttribute("build", 7);
		}
	}

	@Test
	void aCustomizerThatThrowsHindersNeitherTheNextNorTheJob() {
		TelemetryRecorder recorder = customized((recording) -> {
			throw new IllegalStateException("customizer");
		}, (recording) -> recording.attribute("tenant", "a"));
		recorder.job("q", "t").run((job) -> {
		});
		assertThat(this.recorders.spans.single("job.run")).hasAttribute("tenant", "a")
			.hasAttribute("job.success", true);
		assertThat(this.recorders.failures.count()).isEqualTo(1);
	}

	@Test
	void aCustomizerMayRecordItself() {
		TelemetryRecorder[] own = new TelemetryRecorder[1];
		own[0] = customized((recording) -> own[0].externalCall("tenants", "find")
			.run((call) -> recording.attribute("tenant", "a")));
		own[0].job("q", "t").run((job) -> {
		});
		SpanData job = this.recorders.spans.single("job.run");
		assertThat(job).hasAttribute("tenant", "a");
		assertThat(this.recorders.spans.single("external.api.call").getAttributes().asMap())
			.noneSatisfy((key, value) -> assertThat(key.getKey()).isEqualTo("tenant"));
	}

	private EventGate gate(EventNames excluded, EventFilter... filters) {
		return new EventGate(excluded, () -> List.of(filters), this.recorders.failures);
	}

	private TelemetryRecorder customized(OperationCustomizer... customizers) {
		return this.recorders.extended(new RecorderExtensions(gate(EventNames.NONE), List.of(customizers)));
	}

}
