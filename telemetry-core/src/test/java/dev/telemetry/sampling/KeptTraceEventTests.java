package dev.telemetry.sampling;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.telemetry.names.HttpServerAttributes;
import dev.telemetry.names.KeepReasons;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Kept traces in a recording of Java's Flight Recorder.
 */
class KeptTraceEventTests {

	@TempDir
	Path directory;

	@Test
	void aRecordingLeadsToTheTracesThatAreKept() throws IOException {
		Path file = this.directory.resolve("recording.jfr");
		Span failed;
		try (SampledTraces traces = new SampledTraces(SampledTraces.rulesOnly().build());
				Recording recording = new Recording()) {
			recording.enable(KeptTraceEvent.NAME);
			recording.start();
			traces.request().end();
			failed = traces.request();
			failed.setAttribute(HttpServerAttributes.ROUTE, "/orders/{id}");
			failed.setStatus(StatusCode.ERROR);
			traces.turn(1_000);
			failed.end();
			recording.stop();
			recording.dump(file);
		}
		List<RecordedEvent> events = RecordingFile.readAllEvents(file);
		assertThat(events).singleElement().satisfies((event) -> {
			assertThat(event.getString("traceId")).isEqualTo(failed.getSpanContext().getTraceId());
			assertThat(event.getString("spanId")).isEqualTo(failed.getSpanContext().getSpanId());
			assertThat(event.getString("route")).isEqualTo("/orders/{id}");
			assertThat(event.getString("reason")).isEqualTo(KeepReasons.ERROR);
			assertThat(event.getDuration("spanDuration").toNanos()).isEqualTo(1_000);
		});
	}

}
