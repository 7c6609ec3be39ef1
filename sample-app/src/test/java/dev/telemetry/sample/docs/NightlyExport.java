package dev.telemetry.sample.docs;

import java.util.concurrent.CompletableFuture;

import org.springframework.stereotype.Component;

import dev.telemetry.record.TimedExternalCall;
import dev.telemetry.record.TimedJob;

/**
 * Annotations as the pages show them.
 */
@Component
class NightlyExport {

	@TimedJob(queue = "${shop.export.queue:night}", type = "export")
	void export() {
	}

	@TimedJob(queue = "night", type = "upload")
	CompletableFuture<Void> upload() {
		return CompletableFuture.runAsync(() -> {
		});
	}

	@TimedExternalCall(service = "warehouse", operation = "reserve")
	int reserve() {
		return 1;
	}

}
