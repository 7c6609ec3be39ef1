package dev.telemetry.sample.catalog;

import java.util.List;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Shows what the shop sells.
 */
@RestController
final class ItemController {

	private final Catalog catalog;

	ItemController(Catalog catalog) {
		this.catalog = catalog;
	}

	@GetMapping("/items")
	List<Item> items() {
		return this.catalog.items();
	}

}
