package dev.telemetry.sample.job;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

import dev.telemetry.sample.catalog.Catalog;
import dev.telemetry.sample.order.OrderBook;

/**
 * Packs the orders of the day and fills up the shelves. A real shop does this at night;
 * this one has short days.
 */
@Component
final class StockReconciliation {

	private static final Logger logger = LoggerFactory.getLogger(StockReconciliation.class);

	private static final String EVERY = "${shop.stock.reconcile-every:30s}";

	private final OrderBook orders;

	private final Catalog catalog;

	StockReconciliation(OrderBook orders, Catalog catalog) {
		this.orders = orders;
		this.catalog = catalog;
	}

	@Scheduled(initialDelayString = EVERY, fixedDelayString = EVERY)
	void reconcile() {
		int packed = this.orders.packPlaced();
		int restocked = this.catalog.restock();
		logger.info("Stock reconciled: {} orders packed, {} items restocked", packed, restocked);
	}

}
