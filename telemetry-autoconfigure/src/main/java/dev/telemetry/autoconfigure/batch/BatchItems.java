package dev.telemetry.autoconfigure.batch;

import io.micrometer.observation.Observation;
import org.jspecify.annotations.Nullable;

import dev.telemetry.autoconfigure.observation.ObservedOperation;
import dev.telemetry.record.Operation;
import dev.telemetry.record.Recording;

/**
 * Observations of Spring Batch that Spring measures, but that get no span: items and
 * chunks, which would be two or three spans for each item, and whose numbers are
 * attributes of the step; and the launch of a job, which would be the root of its trace.
 */
final class BatchItems implements ObservedOperation<Observation.Context> {

	private static final String ITEM = "spring.batch.item.";

	private static final String CHUNK = "spring.batch.chunk.";

	private static final String LAUNCH = "spring.batch.job.launch.";

	@Override
	public boolean supports(Observation.Context context) {
		String name = context.getName();
		return name != null && (name.startsWith(ITEM) || name.startsWith(CHUNK) || name.startsWith(LAUNCH));
	}

	@Override
	public @Nullable Operation operation(Observation.Context context) {
		return null;
	}

	@Override
	public void end(Observation.Context context, Recording recording) {
	}

}
