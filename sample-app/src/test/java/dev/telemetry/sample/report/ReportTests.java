package dev.telemetry.sample.report;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;

import dev.telemetry.sample.ShopCustomer;
import dev.telemetry.sample.ShopTest;

import static org.assertj.core.api.Assertions.assertThat;

@ShopTest
class ReportTests {

	private final ShopCustomer customer;

	ReportTests(@LocalServerPort int port) {
		this.customer = new ShopCustomer(port);
	}

	@Test
	void theDailyReportCountsOrders() {
		this.customer.placedOrder("apple", 1);
		this.customer.get("/reports/daily?delay=0")
			.expectStatus()
			.isOk()
			.expectBody()
			.jsonPath("$.orders")
			.value(Integer.class, (orders) -> assertThat(orders).isPositive())
			.jsonPath("$.revenue")
			.value(Double.class, (revenue) -> assertThat(revenue).isPositive());
	}

	@Test
	void theDailyReportTakesTheTimeItIsTold() {
		long start = System.nanoTime();
		this.customer.get("/reports/daily?delay=100ms").expectStatus().isOk();
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(100));
	}

	@Test
	void aDelayBeyondTheLimitIsABadRequest() {
		this.customer.get("/reports/daily?delay=11s").expectStatus().isBadRequest();
	}

	@Test
	void aNegativeDelayIsABadRequest() {
		this.customer.get("/reports/daily?delay=-1s").expectStatus().isBadRequest();
	}

}
