package dev.telemetry.sample.order;

import java.util.concurrent.atomic.AtomicInteger;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * Prints invoices as long as there is paper. The shop opens without any.
 */
@Component
final class InvoicePrinter {

	private static final Logger logger = LoggerFactory.getLogger(InvoicePrinter.class);

	private final AtomicInteger sheets;

	InvoicePrinter(@Value("${shop.invoice.sheets:0}") int sheets) {
		this.sheets = new AtomicInteger(sheets);
	}

	String print(Order order) {
		if (this.sheets.getAndUpdate((left) -> Math.max(left - 1, 0)) == 0) {
			logger.error("Invoice of order {} not printed: no paper", order.id());
			throw new IllegalStateException("invoice printer is out of paper");
		}
		return "Invoice of order %d: %d x %s at %s".formatted(order.id(), order.quantity(), order.item(),
				order.unitPrice());
	}

}
