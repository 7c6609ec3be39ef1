package dev.telemetry.starter.matrix;

import java.util.List;
import java.util.stream.IntStream;

import io.opentelemetry.api.trace.SpanKind;

import dev.telemetry.names.SpanNames;
import dev.telemetry.starter.application.Run;
import dev.telemetry.starter.application.RunOutput;
import dev.telemetry.test.ReceivedSpan;

/**
 * What is known about a run when it is over.
 *
 * @param variant the application
 * @param state state of the switch
 * @param output what the application told
 * @param spans spans that were received from whatever run
 */
record Result(Variant variant, State state, RunOutput output, List<ReceivedSpan> spans) {

	String marker() {
		return this.output.run().marker();
	}

	/**
	 * How many spans there are of each request.
	 */
	List<Long> spansOfRequests() {
		return IntStream.range(0, Run.REQUESTS)
			.mapToObj((i) -> marker() + i)
			.map((marker) -> received(marker).size() + this.output.printedSpans(marker))
			.toList();
	}

	List<ReceivedSpan> received(String marker) {
		return this.spans.stream()
			.filter((span) -> span.name().contains(marker) || (isOfTheWork(span) && tells(span, marker)))
			.toList();
	}

	private static boolean isOfTheWork(ReceivedSpan span) {
		return span.kind() == SpanKind.SERVER || span.name().equals(SpanNames.JOB_RUN)
				|| span.attributes().toString().contains("spring.batch.job.name");
	}

	private static boolean tells(ReceivedSpan span, String marker) {
		return span.attributes().toString().contains(marker);
	}

	@Override
	public String toString() {
		return this.output.toString();
	}

}
