package dev.telemetry.autoconfigure.batch;

import io.micrometer.observation.Observation;
import org.jspecify.annotations.Nullable;

import dev.telemetry.autoconfigure.observation.ObservedOperation;
import dev.telemetry.record.Operation;
import dev.telemetry.record.Recording;

/**
 * Items and chunks of Spring Batch: measured by Spring, but no spans, of which there
 * would be two or three for each item. The step has their numbers.
 */
final class BatchItems implements ObservedOperation<Observation.Context> {

	private static final String ITEM = "spring.batch.item.";

	private static final String CHUNK = "spring.batch.chunk.";

	@Override
	public boolean supports(Observation.Context context) {
		String name = context.getName();
		return name != null && (name.startsWith(ITEM) || name.startsWith(CHUNK));
	}

	@Override
	public @Nullable Operation operation(Observation.Context context) {
		return null;
	}

	@Override
	public void end(Observation.Context context, Recording recording) {
	}

}
