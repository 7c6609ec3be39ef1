package dev.telemetry.sample.order;

import java.math.BigDecimal;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Service;
import org.springframework.web.server.ResponseStatusException;

import dev.telemetry.sample.catalog.Catalog;
import dev.telemetry.sample.pricing.PartnerPrices;
import dev.telemetry.sample.scoring.OrderScoring;

/**
 * Takes orders.
 */
@Service
final class OrderDesk {

	private static final Logger logger = LoggerFactory.getLogger(OrderDesk.class);

	private final Catalog catalog;

	private final PartnerPrices prices;

	private final OrderBook orders;

	private final OrderScoring scoring;

	OrderDesk(Catalog catalog, PartnerPrices prices, OrderBook orders, OrderScoring scoring) {
		this.catalog = catalog;
		this.prices = prices;
		this.orders = orders;
		this.scoring = scoring;
	}

	// The partner is asked outside the transaction: a slow partner must not hold database
	// connections.
	Order place(OrderRequest request) {
		String item = request.validItem();
		if (this.catalog.find(item).isEmpty()) {
			throw new ResponseStatusException(HttpStatus.BAD_REQUEST, "The shop does not sell this item");
		}
		BigDecimal price = this.prices.priceOf(item);
		Order order = this.orders.place(item, request.quantity(), price);
		logger.info("Order {} placed: {} x {}", order.id(), order.quantity(), order.item());
		Double score = this.scoring.score(item, order.quantity());
		if (score != null) {
			logger.info("Order {} is scored {}", order.id(), score);
		}
		return order;
	}

}
