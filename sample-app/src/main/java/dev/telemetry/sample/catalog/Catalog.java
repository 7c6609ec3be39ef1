package dev.telemetry.sample.catalog;

import java.util.List;
import java.util.Optional;

import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.SimplePropertyRowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * The items of the shop and their stock.
 */
@Repository
public class Catalog {

	private static final RowMapper<Item> ROWS = new SimplePropertyRowMapper<>(Item.class);

	private final JdbcClient jdbc;

	Catalog(JdbcClient jdbc) {
		this.jdbc = jdbc;
	}

	List<Item> items() {
		return this.jdbc.sql("select name, description, stock from item order by name").query(ROWS).list();
	}

	/**
	 * Finds an item.
	 * @param name its name
	 * @return the item, if the shop sells it
	 */
	public Optional<Item> find(String name) {
		return this.jdbc.sql("select name, description, stock from item where name = :name")
			.param("name", name)
			.query(ROWS)
			.optional();
	}

	/**
	 * Takes pieces from the shelf, all or none.
	 * @param name the name of the item
	 * @param quantity how many pieces
	 * @return whether there were enough
	 */
	public boolean take(String name, int quantity) {
		return this.jdbc.sql("update item set stock = stock - :quantity where name = :name and stock >= :quantity")
			.param("name", name)
			.param("quantity", quantity)
			.update() > 0;
	}

	/**
	 * Fills up the shelf of each item that runs low.
	 * @return how many items were filled up
	 */
	public int restock() {
		return this.jdbc.sql("update item set stock = full_stock where stock < full_stock / 2").update();
	}

}
