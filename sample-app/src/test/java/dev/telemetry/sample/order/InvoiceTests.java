package dev.telemetry.sample.order;

import java.math.BigDecimal;
import java.time.Instant;

import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.HttpStatus;

import dev.telemetry.sample.ShopCustomer;
import dev.telemetry.sample.ShopTest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

@ShopTest
class InvoiceTests {

	private static final Order ORDER = new Order(7, "tea", 2, new BigDecimal("4.20"), Order.State.PLACED,
			Instant.EPOCH);

	private final ShopCustomer customer;

	InvoiceTests(@LocalServerPort int port) {
		this.customer = new ShopCustomer(port);
	}

	@Test
	void anInvoiceFailsBecauseThePrinterIsOutOfPaper() {
		String order = this.customer.placedOrder("apple", 1);
		this.customer.get(order + "/invoice").expectStatus().isEqualTo(HttpStatus.INTERNAL_SERVER_ERROR);
	}

	@Test
	void theInvoiceOfAnUnknownOrderIsNotFound() {
		this.customer.get("/orders/0/invoice").expectStatus().isNotFound();
	}

	@Test
	void invoicesArePrintedAsLongAsThereIsPaper() {
		InvoicePrinter printer = new InvoicePrinter(1);
		assertThat(printer.print(ORDER)).isEqualTo("Invoice of order 7: 2 x tea at 4.20");
		assertThatIllegalStateException().isThrownBy(() -> printer.print(ORDER))
			.withMessage("invoice printer is out of paper");
	}

}
