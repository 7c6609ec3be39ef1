package dev.telemetry.sample.job;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;

import dev.telemetry.sample.ShopCustomer;
import dev.telemetry.sample.ShopTest;

import static org.assertj.core.api.Assertions.assertThat;

@ShopTest
@ExtendWith(OutputCaptureExtension.class)
class StockReconciliationTests {

	private final ShopCustomer customer;

	private final StockReconciliation job;

	StockReconciliationTests(@LocalServerPort int port, @Autowired StockReconciliation job) {
		this.customer = new ShopCustomer(port);
		this.job = job;
	}

	@Test
	void placedOrdersArePacked() {
		String order = this.customer.placedOrder("apple", 1);
		this.job.reconcile();
		this.customer.get(order).expectBody().jsonPath("$.state").isEqualTo("PACKED");
	}

	@Test
	void anItemThatRunsLowIsRestocked() {
		this.customer.placedOrder("cheese", 15);
		this.job.reconcile();
		assertThat(this.customer.stockOf("cheese")).isEqualTo(20);
	}

	@Test
	void oneLineTellsWhatWasDone(CapturedOutput output) {
		this.job.reconcile();
		this.customer.placedOrder("apple", 1);
		this.job.reconcile();
		assertThat(output).containsOnlyOnce("Stock reconciled: 1 orders packed, 0 items restocked");
	}

}
