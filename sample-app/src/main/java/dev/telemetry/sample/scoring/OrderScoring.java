package dev.telemetry.sample.scoring;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.json.JsonParserFactory;
import org.springframework.boot.json.JsonWriter;
import org.springframework.stereotype.Service;

import dev.telemetry.sample.OwnAddress;
import dev.telemetry.worker.Worker;
import dev.telemetry.worker.Workers;

/**
 * Has orders scored by a worker process, one for each order: it gets the order on its
 * standard input, asks the shop what is on the shelf, and answers on its standard output.
 */
@Service
public class OrderScoring {

	private static final Logger logger = LoggerFactory.getLogger(OrderScoring.class);

	private final Workers workers;

	private final ScoringProperties properties;

	private final OwnAddress shop;

	private volatile @Nullable Path script;

	private volatile boolean available = true;

	OrderScoring(Workers workers, ScoringProperties properties, OwnAddress shop) {
		this.workers = workers;
		this.properties = properties;
		this.shop = shop;
	}

	/**
	 * Scores an order.
	 * @param item name of the item
	 * @param quantity how many pieces
	 * @return how good it is, from 0 to 1, or {@code null} if that is not known
	 */
	public @Nullable Double score(String item, int quantity) {
		if (!this.properties.enabled() || !this.available) {
			return null;
		}
		try (Worker worker = this.workers.start(new ProcessBuilder(this.properties.python(), "-B", script().toString()),
				"scoring")) {
			return answer(worker, Map.of("item", item, "quantity", quantity, "shop", this.shop.uri().toString()));
		}
		catch (IOException ex) {
			this.available = false;
			logger.warn("Orders are not scored from now on: {}", ex.getMessage());
			return null;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return null;
		}
	}

	private @Nullable Double answer(Worker worker, Map<String, Object> order) throws IOException, InterruptedException {
		try (OutputStream question = worker.process().getOutputStream()) {
			question.write(
					JsonWriter.<Map<String, Object>>standard().writeToString(order).getBytes(StandardCharsets.UTF_8));
		}
		if (!worker.process().waitFor(this.properties.timeout().toMillis(), TimeUnit.MILLISECONDS)
				|| worker.waitFor() != 0) {
			return null;
		}
		String answer = new String(worker.process().getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		Object score = JsonParserFactory.getJsonParser().parseMap(answer).get("score");
		return (score instanceof Number number) ? number.doubleValue() : null;
	}

	private Path script() throws IOException {
		Path unpacked = this.script;
		if (unpacked == null) {
			unpacked = ScoringScript.unpack();
			this.script = unpacked;
		}
		return unpacked;
	}

}
