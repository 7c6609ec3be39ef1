package dev.telemetry.sample.order;

import java.util.List;

import io.opentelemetry.sdk.trace.data.SpanData;
import org.junit.jupiter.api.Test;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

import dev.telemetry.sample.ShopApplication;
import dev.telemetry.sample.ShopCustomer;
import dev.telemetry.test.RecordedSpans;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A request whose queries are observed by datasource-micrometer.
 */
class SampledDatabaseTests {

	@Test
	void aRequestThatFailsIsKeptWithItsQueries() {
		RecordedSpans spans = new RecordedSpans();
		try (ConfigurableApplicationContext shop = new SpringApplicationBuilder(ShopApplication.class)
			.initializers((context) -> context.getBeanFactory().registerSingleton("recordedSpans", spans))
			.run("--server.port=0", "--shop.stock.reconcile-every=1h", "--shop.invoice.sheets=0",
					"--shop.database.observed=true", "--telemetry.otel.exporter=none", "--telemetry.sampling.ratio=0.0",
					"--telemetry.sampling.route-interval=0")) {
			ShopCustomer customer = new ShopCustomer(
					shop.getEnvironment().getRequiredProperty("local.server.port", Integer.class));
			String order = customer.placedOrder("tea", 1);
			customer.get(order + "/invoice").expectStatus().is5xxServerError();
			SpanData request = spans.awaitSpan((span) -> span.getName().equals("http.server"));
			List<SpanData> all = spans.spans();
			assertThat(all).extracting(SpanData::getTraceId).containsOnly(request.getTraceId());
			assertThat(all).extracting(SpanData::getName).contains("query");
		}
	}

}
