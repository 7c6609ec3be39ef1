package dev.telemetry.sample.order;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/**
 * Prints the invoice of an order, which fails when there is no paper.
 */
@RestController
final class InvoiceController {

	private final OrderBook orders;

	private final InvoicePrinter printer;

	InvoiceController(OrderBook orders, InvoicePrinter printer) {
		this.orders = orders;
		this.printer = printer;
	}

	@GetMapping("/orders/{id}/invoice")
	String invoice(@PathVariable long id) {
		return this.printer.print(this.orders.get(id));
	}

}
