package dev.telemetry.view;

import java.util.List;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.trace.data.StatusData;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class SearchWordsTests {

	private final ViewedTrace trace = ViewedTrace.empty(TestSpans.traceId(1))
		.withSpans(
				List.of(TestSpans.span(1, 1, 0, 1, 2, StatusData.error(),
						Attributes.builder()
							.put("http.route", "/orders/{id}")
							.put("http.response.status_code", 500L)
							.put(AttributeKey.stringArrayKey("tags"), List.of("blue", "green"))
							.put("note", "paid late")
							.build())),
				List.of(new Verdict(TestSpans.spanId(1), true, "error", "Kept.")), Long.MAX_VALUE, 1)
		.withLogs(List.of(new ViewedLog(1, 17, "shop.Orders", "Order 17: status=lost", "", "shop", Attributes.empty())),
				Long.MAX_VALUE, 1);

	@ParameterizedTest
	@ValueSource(strings = { "", "  ", "order", "ORDER 17", "SPAN", "shop.orders", "green", "\"order 17\"",
			"http.route", "http.route=/orders/{id}", "http.response.status_code=500", "note=\"paid late\"",
			"status=lost", "-missing", "-http.response.status_code=200", "order -\"order 18\"", "0000000000000001",
			"-note=paid", "\"order", "error" })
	void finds(String words) {
		assertThat(SearchWords.of(words).match(this.trace)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "missing", "order missing", "-order", "\"17 order\"", "http.response.status_code=50",
			"http.route=/orders", "-http.response.status_code=500", "note=late" })
	void doesNotFind(String words) {
		assertThat(SearchWords.of(words).match(this.trace)).isFalse();
	}

}
