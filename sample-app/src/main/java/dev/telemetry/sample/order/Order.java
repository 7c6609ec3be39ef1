package dev.telemetry.sample.order;

import java.math.BigDecimal;
import java.time.Instant;

/**
 * An order that was placed.
 *
 * @param id its number
 * @param item name of the item
 * @param quantity how many pieces
 * @param unitPrice price of one piece when the order was placed
 * @param state how far it has come
 * @param placedAt when it was placed
 */
record Order(long id, String item, int quantity, BigDecimal unitPrice, State state, Instant placedAt) {

	/**
	 * How far an order has come.
	 */
	enum State {

		/** It waits to be packed. */
		PLACED,

		/** It is on its way. */
		PACKED

	}

}
