package dev.telemetry.sample.order;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.server.ResponseStatusException;

/**
 * What a customer asks for.
 *
 * @param item name of the item
 * @param quantity how many pieces
 */
record OrderRequest(@Nullable String item, int quantity) {

	private static final int MAX_QUANTITY = 100;

	/**
	 * Checks the quantity and tells the item.
	 * @return the name of the item
	 * @throws ResponseStatusException if the request makes no sense
	 */
	String validItem() {
		if (this.item == null || this.item.isBlank()) {
			throw new ResponseStatusException(HttpStatus.BAD_REQUEST, "An order needs an item");
		}
		if (this.quantity < 1 || this.quantity > MAX_QUANTITY) {
			throw new ResponseStatusException(HttpStatus.BAD_REQUEST, "The quantity must be from 1 to " + MAX_QUANTITY);
		}
		return this.item;
	}

}
