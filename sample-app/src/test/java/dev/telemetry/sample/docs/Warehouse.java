package dev.telemetry.sample.docs;

import org.springframework.stereotype.Component;

import dev.telemetry.record.TimedExternalCall;

/**
 * A call by annotation, as the page shows it.
 */
@Component
class Warehouse {

	@TimedExternalCall(service = "warehouse", operation = "reserve")
	int reserve() {
		return 1;
	}

}
