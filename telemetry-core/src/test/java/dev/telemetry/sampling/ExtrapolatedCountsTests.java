package dev.telemetry.sampling;

import java.util.function.Predicate;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a collector extrapolates from {@code ot=th} of the spans that arrive is how many
 * requests there were: by route within the error of sampling, and exactly for errors.
 */
class ExtrapolatedCountsTests {

	private static final int REQUESTS = 100_000;

	private static final double RATIO = 0.02;

	/** One run in a million is further away than this. */
	private static final double STANDARD_DEVIATIONS = 5;

	@Test
	void aHundredThousandRequestsAreCountedByTwoOfAHundred() {
		SamplingSettings settings = SampledTraces.rulesOnly().ratio(RATIO).maxErrorsPerSecond(REQUESTS).build();
		try (SampledTraces traces = new SampledTraces(settings)) {
			for (int i = 0; i < REQUESTS; i++) {
				Span request = traces.request();
				request.updateName((i % 3 == 0) ? "/orders" : "/items");
				if (i % 100 == 0) {
					request.setStatus(StatusCode.ERROR);
				}
				request.end();
			}
			assertThat(count(traces, ExtrapolatedCountsTests::failed)).isEqualTo(REQUESTS / 100);
			assertCounted(traces, "/orders", REQUESTS / 3);
			assertCounted(traces, "/items", REQUESTS * 2 / 3);
			assertThat(traces.exported().size()).isLessThan(REQUESTS / 20);
		}
	}

	private static void assertCounted(SampledTraces traces, String route, int truth) {
		double deviation = Math.sqrt(truth * (1 - RATIO) / RATIO);
		assertThat(count(traces, (span) -> route.equals(span.getName()))).as(route)
			.isBetween(truth - STANDARD_DEVIATIONS * deviation, truth + STANDARD_DEVIATIONS * deviation);
	}

	private static double count(SampledTraces traces, Predicate<SpanData> counted) {
		return traces.exported().stream().filter(counted).mapToDouble(SampledTraces::tracesItStandsFor).sum();
	}

	private static boolean failed(SpanData span) {
		return span.getStatus().getStatusCode() == StatusCode.ERROR;
	}

}
