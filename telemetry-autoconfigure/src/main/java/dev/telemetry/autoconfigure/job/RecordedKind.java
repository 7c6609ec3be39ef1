package dev.telemetry.autoconfigure.job;

/**
 * The kind of a recorded method.
 *
 * @param isJob whether the method is a job, and not a call
 * @param isAnnotated whether the method has an annotation of this project
 * @param isScheduled whether the scheduler runs the method, and scheduled methods are
 * recorded
 * @param isDisabled whether the method has a schedule that is switched off
 * @param isNamedByMethod whether the operation is named after the class and the method
 */
record RecordedKind(boolean isJob, boolean isAnnotated, boolean isScheduled, boolean isDisabled,
		boolean isNamedByMethod) {

}
