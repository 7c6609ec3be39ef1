package dev.telemetry.sample.order;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.GeneratedKeyHolder;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.util.Assert;
import org.springframework.web.server.ResponseStatusException;

import dev.telemetry.sample.catalog.Catalog;

/**
 * The orders in the database.
 */
@Repository
public class OrderBook {

	private final JdbcClient jdbc;

	private final Catalog catalog;

	OrderBook(JdbcClient jdbc, Catalog catalog) {
		this.jdbc = jdbc;
		this.catalog = catalog;
	}

	@Transactional
	Order place(String item, int quantity, BigDecimal unitPrice) {
		if (!this.catalog.take(item, quantity)) {
			throw new ResponseStatusException(HttpStatus.CONFLICT, "Not enough on the shelf of " + item);
		}
		GeneratedKeyHolder id = new GeneratedKeyHolder();
		this.jdbc.sql("""
				insert into shop_order (item, quantity, unit_price, state, placed_at)
				values (:item, :quantity, :unitPrice, 'PLACED', :placedAt)""")
			.param("item", item)
			.param("quantity", quantity)
			.param("unitPrice", unitPrice)
			.param("placedAt", Instant.now().truncatedTo(ChronoUnit.MILLIS))
			.update(id, "id");
		Number key = id.getKey();
		Assert.state(key != null, "The database gave no order number");
		return get(key.longValue());
	}

	Order get(long id) {
		return this.jdbc.sql("select id, item, quantity, unit_price, state, placed_at from shop_order where id = :id")
			.param("id", id)
			.query(Order.class)
			.optional()
			.orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND, "There is no order " + id));
	}

	/**
	 * Packs all orders that wait for it.
	 * @return how many orders were packed
	 */
	public int packPlaced() {
		return this.jdbc.sql("update shop_order set state = 'PACKED' where state = 'PLACED'").update();
	}

	/**
	 * Counts the orders that wait to be packed.
	 * @return how many orders wait
	 */
	public int countPlaced() {
		return this.jdbc.sql("select count(*) from shop_order where state = 'PLACED'").query(Integer.class).single();
	}

}
