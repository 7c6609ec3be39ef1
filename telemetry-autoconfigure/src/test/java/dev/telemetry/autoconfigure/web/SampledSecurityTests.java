package dev.telemetry.autoconfigure.web;

import java.util.List;

import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Traces in which Spring Security has spans of its own, whoever observes the request.
 */
class SampledSecurityTests {

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void aRequestThatFailsIsKeptWithTheSpansOfSpringSecurity(boolean filter) throws Exception {
		try (ScrapedShop shop = new ScrapedShop("Tomcat", true, "--telemetry.sampling.ratio=0.0",
				"--telemetry.sampling.route-interval=0", "--telemetry.http.enabled=" + filter)) {
			assertThat(shop.getWithCredentials(shop.url("server", "/internal/callable"))).isEqualTo(200);
			assertThat(shop.getWithCredentials(shop.url("server", "/internal/fails"))).isEqualTo(500);
			List<SpanData> spans = shop.spansBesideThoseOf(shop.url("server", "/orders"));
			assertThat(spans).extracting(SpanData::getName).contains("security filterchain before");
			assertThat(spans).extracting(SpanData::getTraceId).containsOnly(spans.get(0).getTraceId());
			assertThat(spans).filteredOn((span) -> span.getKind() == SpanKind.SERVER).hasSize(1);
			assertThat(spans).allMatch((span) -> span.getSpanContext().isSampled());
		}
	}

}
