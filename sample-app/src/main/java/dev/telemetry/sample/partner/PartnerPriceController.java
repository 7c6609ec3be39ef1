package dev.telemetry.sample.partner;

import java.math.BigDecimal;
import java.util.Map;

import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/**
 * The price API of a partner company. It does not know every item that the shop sells.
 */
@RestController
@RequestMapping("/partner/prices")
final class PartnerPriceController {

	private static final Map<String, BigDecimal> PRICES = Map.of("apple", new BigDecimal("0.40"), "bread",
			new BigDecimal("2.90"), "cheese", new BigDecimal("7.50"), "tea", new BigDecimal("4.20"));

	@GetMapping("/{item}")
	Quote quote(@PathVariable String item) {
		BigDecimal price = PRICES.get(item);
		if (price == null) {
			throw new ResponseStatusException(HttpStatus.NOT_FOUND, "No price for " + item);
		}
		return new Quote(item, price);
	}

	/**
	 * A price that the partner asks.
	 *
	 * @param item the item
	 * @param price price of one piece
	 */
	record Quote(String item, BigDecimal price) {

	}

}
