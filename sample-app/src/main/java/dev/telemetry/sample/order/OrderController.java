package dev.telemetry.sample.order;

import java.net.URI;
import java.util.concurrent.Callable;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;

/**
 * Places and shows orders.
 */
@RestController
@RequestMapping("/orders")
final class OrderController {

	private static final Logger logger = LoggerFactory.getLogger(OrderController.class);

	private final OrderDesk desk;

	private final OrderBook orders;

	OrderController(OrderDesk desk, OrderBook orders) {
		this.desk = desk;
		this.orders = orders;
	}

	@PostMapping
	ResponseEntity<Order> place(@RequestBody OrderRequest request) {
		Order order = this.desk.place(request);
		URI location = ServletUriComponentsBuilder.fromCurrentRequest().path("/{id}").build(order.id());
		return ResponseEntity.created(location).body(order);
	}

	@GetMapping("/{id}")
	Order read(@PathVariable long id) {
		return this.orders.get(id);
	}

	@GetMapping("/{id}/status")
	Callable<Status> status(@PathVariable long id) {
		return () -> {
			Order.State state = this.orders.get(id).state();
			logger.info("Order {} is {}", id, state);
			return new Status(id, state);
		};
	}

	/**
	 * How far an order has come.
	 *
	 * @param id number of the order
	 * @param state its state
	 */
	record Status(long id, Order.State state) {

	}

}
