package dev.telemetry.worker;

import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Lines for the start, the end and the events of spans.
 */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "starts shell programs")
class LinesOfSpansTests {

	private static final String INNER = "00000000000000b1";

	private static final String OUTER = "00000000000000a1";

	@Test
	void theLineOfAnEndMaySayWithWhichStatusAndHowLongTheSpanTook() throws Exception {
		try (WorkerBench bench = new WorkerBench()) {
			bench.run(WorkerBench.print(WorkerBench.line("score.start", "", "\"span_id\":\"" + OUTER + "\"", ""),
					WorkerBench.line("load.start", "",
							"\"span_id\":\"" + INNER + "\",\"parent_span_id\":\"" + OUTER + "\"", ""),
					WorkerBench.line("load.exception", "\"duration_seconds\":0.25",
							"\"span_id\":\"" + INNER + "\",\"status\":\"ERROR\",\"status_message\":\"no disk\"", ""),
					WorkerBench.line("score.stop", "\"duration_seconds\":0.5",
							"\"span_id\":\"" + OUTER + "\",\"status\":\"OK\"", "")));
			SpanData score = bench.exported("score");
			assertThat(score.getStatus().getStatusCode()).isEqualTo(StatusCode.OK);
			assertThat(score.getEndEpochNanos()).isLessThanOrEqualTo(bench.exported("worker.run").getEndEpochNanos());
			SpanData load = bench.exported("load");
			assertThat(load.getParentSpanId()).isEqualTo(OUTER);
			assertThat(load.getStatus().getDescription()).isEqualTo("no disk");
		}
	}

	@Test
	void anEventThatSaysWhatItIsStartsNoSpan() throws Exception {
		String id = "\"span_id\":\"" + OUTER + "\"";
		try (WorkerBench bench = new WorkerBench()) {
			bench.run(WorkerBench.print(WorkerBench.line("score.load.start", "", id + ",\"kind\":\"EVENT\"", ""),
					WorkerBench.line("score.load.stop", "", id, ""), WorkerBench.line("score",
							"\"duration_seconds\":0.5", id + ",\"kind\":\"CLIENT\",\"status\":\"UNSET\"", "")));
			assertThat(bench.exported("score").getEvents()).extracting(EventData::getName)
				.containsExactly("load.start", "load.stop");
		}
	}

	@Test
	void theSpanOfTheWorkerIsNotStartedByIt() throws Exception {
		try (WorkerBench bench = new WorkerBench()) {
			bench.run(WorkerBench.IDS
					+ "printf 'TELEMETRY:{\"event\":\"batch.start\",\"metadata\":{\"span_id\":\"%s\"}}\\n"
					+ "TELEMETRY:{\"event\":\"batch.stop\",\"metadata\":{\"span_id\":\"%s\"}}\\n' \"$p\" \"$p\" >&2");
			assertThat(bench.exported("worker.run").getEvents()).extracting(EventData::getName)
				.containsExactly("batch.start", "batch.stop");
		}
	}

}
