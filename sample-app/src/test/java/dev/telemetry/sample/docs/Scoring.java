package dev.telemetry.sample.docs;

import java.io.IOException;

import org.springframework.stereotype.Component;

import dev.telemetry.worker.Worker;
import dev.telemetry.worker.Workers;

/**
 * What docs/workers.md shows.
 */
@Component
class Scoring {

	private final Workers workers;

	Scoring(Workers workers) {
		this.workers = workers;
	}

	int score(ProcessBuilder program) throws IOException, InterruptedException {
		try (Worker worker = this.workers.start(program, "scoring")) {
			return worker.waitFor();
		}
	}

}
