package dev.telemetry.worker;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Events of the traces that a worker serves do not become part of its own.
 */
@DisabledOnOs(OS.WINDOWS)
class ForeignTraceTests {

	private static final String SPAN = "00000000000000a1";

	@Test
	void anEventOfAnotherTraceHasToSayOfWhichSpan() throws Exception {
		try (WorkerBench bench = new WorkerBench()) {
			Span request = bench.request();
			bench.run(
					WorkerBench.print(WorkerBench.line("order.scored", "", "", request.getSpanContext().getTraceId())));
			request.end();
			assertThat(bench.counts().lines(LineFate.UNKNOWN_TRACE)).isEqualTo(1);
			assertThat(bench.events).isEmpty();
			assertThat(bench.exported("worker.run").getEvents()).isEmpty();
		}
	}

	@Test
	void anEventOfAnotherTraceIsTheOneOfItsSpanAndItsTrace() throws Exception {
		try (WorkerBench bench = new WorkerBench()) {
			Span request = bench.request();
			String trace = request.getSpanContext().getTraceId();
			bench.run(WorkerBench.print(WorkerBench.line("order.scored", "", "\"span_id\":\"" + SPAN + "\"", trace))
					+ "t=" + trace + "; "
					+ WorkerBench.spanLine("tool", SPAN, request.getSpanContext().getSpanId(), "UNSET"));
			request.end();
			assertThat(bench.exported("tool").getEvents()).extracting(EventData::getName)
				.containsExactly("order.scored");
			assertThat(bench.events).singleElement().satisfies((event) -> {
				assertThat(event.span().getTraceId()).isEqualTo(trace);
				assertThat(event.run().getTraceId()).isEqualTo(trace);
			});
			bench.assertAllLinesHaveAFate();
		}
	}

	@Test
	void anEventOfAnotherTraceWhoseSpanNeverComesIsNotOneOfTheWorker() throws Exception {
		try (WorkerBench bench = new WorkerBench()) {
			Span request = bench.request();
			bench.run(WorkerBench.print(WorkerBench.line("order.scored", "", "\"span_id\":\"" + SPAN + "\"",
					request.getSpanContext().getTraceId())));
			request.end();
			assertThat(bench.exported("worker.run").getEvents()).isEmpty();
			assertThat(bench.counts().lines(LineFate.UNKNOWN_TRACE)).isEqualTo(1);
			bench.assertAllLinesHaveAFate();
		}
	}

	@Test
	void anIdThatIsNoneIsNotThatOfAnotherSpan() throws Exception {
		try (WorkerBench bench = new WorkerBench()) {
			bench.run(WorkerBench.IDS + WorkerBench.spanLine("short", "a1", "$p", "UNSET")
					+ WorkerBench.spanLine("capitals", "00000000000000AA", "$p", "UNSET")
					+ WorkerBench.spanLine("zeros", "0000000000000000", "$p", "UNSET")
					+ WorkerBench.print(WorkerBench.line("begun.start", "", "\"span_id\":\"a1\"", "")));
			assertThat(bench.counts().lines(LineFate.MALFORMED)).isEqualTo(4);
			assertThat(bench.exported()).extracting(SpanData::getName).containsExactly("worker.run");
			bench.assertAllLinesHaveAFate();
		}
	}

}
