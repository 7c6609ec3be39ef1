package dev.telemetry.sample.docs;

import java.util.concurrent.CompletableFuture;

import org.springframework.stereotype.Component;

import dev.telemetry.record.TelemetryRecorder;
import dev.telemetry.record.TimedExternalCall;
import dev.telemetry.record.TimedJob;

/**
 * Annotations as the pages show them.
 */
@Component
class NightlyExport {

	private final TelemetryRecorder recorder;

	NightlyExport(TelemetryRecorder recorder) {
		this.recorder = recorder;
	}

	@TimedJob(queue = "${shop.export.queue:night}", type = "export")
	void export() {
	}

	@TimedJob(queue = "night", type = "upload")
	CompletableFuture<Void> upload() {
		return CompletableFuture.runAsync(() -> {
		});
	}

	@TimedJob(queue = "night", type = "discounts")
	void discounts(boolean switchedOn) {
		if (switchedOn) {
			this.recorder.event("computed");
		}
		else {
			this.recorder.current().skip("switched_off");
		}
	}

	@TimedExternalCall(service = "warehouse", operation = "reserve")
	int reserve() {
		return 1;
	}

}
