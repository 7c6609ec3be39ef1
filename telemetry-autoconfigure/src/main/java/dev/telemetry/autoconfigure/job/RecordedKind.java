package dev.telemetry.autoconfigure.job;

/**
 * What a method is recorded as, and how that is known.
 *
 * @param isJob whether it is a job, and not a call
 * @param isAnnotated whether an annotation of this product is on it
 * @param isScheduled whether the scheduler runs it, and that is recorded
 * @param isDisabled whether it has a schedule, and the scheduler does not run it
 * @param isNamedByMethod whether its name is that of the class and the method
 */
record RecordedKind(boolean isJob, boolean isAnnotated, boolean isScheduled, boolean isDisabled,
		boolean isNamedByMethod) {

}
