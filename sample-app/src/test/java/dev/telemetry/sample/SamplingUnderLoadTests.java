package dev.telemetry.sample;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.Test;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

import dev.telemetry.test.OtlpReceiver;
import dev.telemetry.test.ReceivedSpan;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The shop with the default ratio, but all orders, under load, before a real OTLP
 * receiver: one request in a hundred fails, and one in a hundred is slow.
 */
class SamplingUnderLoadTests {

	private static final int REQUESTS = 2_000;

	private static final int REMARKABLE = REQUESTS / 100;

	// One before the load.
	private static final int ORDERS = REQUESTS / 100 + 1;

	@Test
	void everyErrorAndEverySlowRequestArrivesWholeAndTwoPercentOfTheRest() throws Exception {
		try (OtlpReceiver receiver = OtlpReceiver.http(); ConfigurableApplicationContext shop = open(receiver)) {
			load(new ShopCustomer(shop.getEnvironment().getRequiredProperty("local.server.port", Integer.class)));
			MeterRegistry registry = shop.getBean(MeterRegistry.class);
			Map<String, Double> traces = counters(registry, "telemetry.sampling.traces", "reason");
			Map<String, Double> spans = counters(registry, "telemetry.sampling.spans", "outcome");
			shop.close();
			List<ReceivedSpan> received = receiver.spans();
			Map<String, List<ReceivedSpan>> roots = roots(received);
			assertThat(roots.get("error")).hasSize(REMARKABLE)
				.allMatch((span) -> span.attributes().get("http.status_code").equals(500L));
			// On a busy machine others are slow as well.
			assertThat(roots.get("slow"))
				.filteredOn((span) -> span.attributes().get("http.route").equals("/reports/daily"))
				.hasSize(REMARKABLE);
			// 39 of 1,960 expected beside the orders; less than 8 or more than 90 less
			// than once in a billion runs.
			assertThat(roots.get("ratio")).hasSizeBetween(ORDERS + 8, ORDERS + 90);
			roots.forEach((reason, kept) -> assertThat(traces).containsEntry(reason, (double) kept.size()));
			assertThat(spans.get("kept")).isEqualTo(received.size());
			assertThat(spans.get("truncated") + spans.get("limit") + spans.get("age")).isZero();
			assertWhole(received);
		}
	}

	// An order has a call, and the partner's side of that, which is a local root of its
	// own.
	private static void assertWhole(List<ReceivedSpan> received) {
		Map<String, ReceivedSpan> byId = received.stream()
			.collect(Collectors.toMap(ReceivedSpan::spanId, (span) -> span));
		assertThat(received).allMatch((span) -> (span.flags() & 1) == 1)
			.allMatch((span) -> span.parentSpanId().isEmpty() || byId.containsKey(span.parentSpanId()));
		List<ReceivedSpan> orders = received.stream()
			.filter((span) -> "/orders".equals(span.attributes().get("http.route")))
			.toList();
		assertThat(orders).hasSize(ORDERS).allSatisfy((order) -> {
			ReceivedSpan call = child(received, order);
			assertThat(child(received, call).attributes()).containsEntry("http.route", "/partner/prices/{item}")
				.containsEntry("telemetry.sampling.reason", "parent");
		});
	}

	private static ReceivedSpan child(List<ReceivedSpan> received, ReceivedSpan parent) {
		List<ReceivedSpan> children = received.stream()
			.filter((span) -> span.parentSpanId().equals(parent.spanId()))
			.toList();
		assertThat(children).hasSize(1);
		return children.get(0);
	}

	private static Map<String, List<ReceivedSpan>> roots(List<ReceivedSpan> received) {
		Map<String, List<ReceivedSpan>> roots = new HashMap<>();
		for (ReceivedSpan span : received) {
			Object reason = span.attributes().get("telemetry.sampling.reason");
			if (reason != null) {
				roots.computeIfAbsent((String) reason, (key) -> new ArrayList<>()).add(span);
			}
		}
		return roots;
	}

	private static Map<String, Double> counters(MeterRegistry registry, String name, String tag) {
		return registry.find(name)
			.functionCounters()
			.stream()
			.collect(Collectors.toMap((counter) -> counter.getId().getTag(tag), FunctionCounter::count));
	}

	private static void load(ShopCustomer customer) throws Exception {
		String order = customer.placedOrder("tea", 1);
		ExecutorService customers = Executors.newFixedThreadPool(4);
		try {
			List<Future<?>> done = new ArrayList<>();
			for (int i = 0; i < REQUESTS; i++) {
				int number = i;
				done.add(customers.submit(() -> send(customer, number, order)));
			}
			for (Future<?> request : done) {
				request.get(60, TimeUnit.SECONDS);
			}
		}
		finally {
			customers.shutdownNow();
		}
	}

	private static void send(ShopCustomer customer, int number, String order) {
		switch (number % 100) {
			case 0 -> customer.get(order + "/invoice").expectStatus().is5xxServerError();
			case 50 -> customer.get("/reports/daily?delay=300ms").expectStatus().isOk();
			default -> {
				if (number % 2 == 0) {
					customer.get("/items").expectStatus().isOk();
				}
				else {
					customer.get("/partner/prices/tea").expectStatus().isOk();
				}
			}
		}
		if (number % 100 == 99) {
			customer.order("tea", 1).expectStatus().isCreated();
		}
	}

	private static ConfigurableApplicationContext open(OtlpReceiver receiver) {
		return new SpringApplicationBuilder(ShopApplication.class).run("--server.port=0",
				"--shop.stock.reconcile-every=1h", "--shop.invoice.sheets=0", "--telemetry.otel.exporter=otlp",
				"--telemetry.otel.endpoint=" + receiver.endpoint(), "--telemetry.otel.protocol=http",
				"--telemetry.sampling.slow-threshold=250ms", "--telemetry.sampling.max-slow-per-second=100",
				"--telemetry.sampling.max-errors-per-second=100", "--telemetry.sampling.route-interval=0",
				"--telemetry.http.paths[0].path=/orders", "--telemetry.http.paths[0].ratio=1.0");
	}

}
