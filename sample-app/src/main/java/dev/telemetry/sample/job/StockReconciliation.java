package dev.telemetry.sample.job;

import java.math.BigDecimal;
import java.util.Map;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

import dev.telemetry.record.TelemetryRecorder;
import dev.telemetry.record.TimedJob;
import dev.telemetry.sample.catalog.Catalog;
import dev.telemetry.sample.order.OrderBook;
import dev.telemetry.sample.pricing.PartnerPrices;

/**
 * Packs the orders of the day, fills up the shelves and asks what bread will cost. A real
 * shop does this at night; this one has short days.
 */
@Component
class StockReconciliation {

	private static final Logger logger = LoggerFactory.getLogger(StockReconciliation.class);

	private static final String EVERY = "${shop.stock.reconcile-every:30s}";

	private static final int STEPS = 3;

	private final OrderBook orders;

	private final Catalog catalog;

	private final PartnerPrices prices;

	private final TelemetryRecorder recorder;

	StockReconciliation(OrderBook orders, Catalog catalog, PartnerPrices prices, TelemetryRecorder recorder) {
		this.orders = orders;
		this.catalog = catalog;
		this.prices = prices;
		this.recorder = recorder;
		recorder.queueDepth("orders", orders::countPlaced);
	}

	@Scheduled(initialDelayString = EVERY, fixedDelayString = EVERY)
	@TimedJob(queue = "stock", type = "reconciliation")
	void reconcile() {
		int packed = this.orders.packPlaced();
		this.recorder.current().progress(1, STEPS);
		int restocked = this.catalog.restock();
		this.recorder.current().progress(2, STEPS);
		this.recorder.event("stock.reconciled", Map.of("orders.packed", packed, "items.restocked", restocked));
		logger.info("Stock reconciled: {} orders packed, {} items restocked", packed, restocked);
		BigDecimal price = this.prices.priceOf("bread");
		logger.info("Bread will cost {}", price);
		this.recorder.current().progress(STEPS, STEPS);
	}

}
