package dev.telemetry.sample.docs;

import java.util.List;
import java.util.Map;

import org.springframework.stereotype.Component;

import dev.telemetry.record.TelemetryRecorder;

/**
 * A job in code, as the page shows it.
 */
@Component
class NightlyImport {

	private final TelemetryRecorder recorder;

	NightlyImport(TelemetryRecorder recorder) {
		this.recorder = recorder;
	}

	int run(List<Integer> batches) {
		return this.recorder.job("night", "import").call((job) -> {
			int rows = 0;
			int done = 0;
			for (int batch : batches) {
				job.measure("batch.rows", batch);
				job.progress(++done, batches.size());
				rows += batch;
			}
			job.attribute("rows", rows).event("imported", Map.of("files", 1));
			return rows;
		});
	}

}
