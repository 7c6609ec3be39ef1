package dev.telemetry.sample.job;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

import dev.telemetry.record.TelemetryRecorder;
import dev.telemetry.record.TimedJob;
import dev.telemetry.sample.catalog.Catalog;

/**
 * Counts what is on all shelves, many at a time: plan, submit, gather, check and store.
 * Its report says which of these made the night long.
 */
@Component
class NightlyInventory {

	private static final Logger logger = LoggerFactory.getLogger(NightlyInventory.class);

	private static final int SHELVES = 200;

	private static final List<String> ITEMS = List.of("apple", "bread", "cheese");

	private final Catalog catalog;

	private final Executor executor;

	private final TelemetryRecorder recorder;

	private volatile long pieces;

	NightlyInventory(Catalog catalog, @Qualifier("applicationTaskExecutor") Executor executor,
			TelemetryRecorder recorder) {
		this.catalog = catalog;
		this.executor = executor;
		this.recorder = recorder;
	}

	@Scheduled(cron = "${shop.inventory.count-at:0 0 2 * * *}")
	@TimedJob(queue = "stock", type = "inventory")
	void count() {
		List<Integer> shelves = this.recorder.span("plan").call((plan) -> plan());
		List<CompletableFuture<Integer>> counts = this.recorder.span("submit").call((submit) -> submit(shelves));
		List<Integer> gathered = this.recorder.span("gather")
			.call((gather) -> counts.stream().map(CompletableFuture::join).toList());
		long sum = this.recorder.span("check").call((check) -> gathered.stream().mapToLong(Integer::longValue).sum());
		this.recorder.span("store").run((store) -> this.pieces = sum);
		logger.info("Inventory: {} pieces on {} shelves", sum, shelves.size());
	}

	private static List<Integer> plan() {
		List<Integer> shelves = new ArrayList<>();
		for (int shelf = 0; shelf < SHELVES; shelf++) {
			shelves.add(shelf);
		}
		return shelves;
	}

	private List<CompletableFuture<Integer>> submit(List<Integer> shelves) {
		return shelves.stream()
			.map((shelf) -> CompletableFuture.supplyAsync(() -> countShelf(shelf), this.executor))
			.toList();
	}

	private int countShelf(int shelf) {
		return this.recorder.span("shelf").call((span) -> {
			int stock = this.catalog.find(ITEMS.get(shelf % ITEMS.size())).map((item) -> item.stock()).orElse(0);
			span.attribute("shelf", shelf).attribute("pieces", stock);
			return stock;
		});
	}

	long pieces() {
		return this.pieces;
	}

}
