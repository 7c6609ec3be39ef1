package dev.telemetry.record;

/**
 * Adds attributes, such as the tenant, to each job, call and other operation of the
 * recorder when it starts. Beans of this type are called in their order. If one throws,
 * the failure is counted, the first one is logged as a warning, and the operation
 * continues.
 * <p>
 * Called by the thread that starts the operation, before its span is current: must be
 * thread safe and fast. Operations that a customizer records itself are not customized.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface OperationCustomizer {

	/**
	 * Customizes an operation.
	 * @param recording the recording that has just started; not to be ended here
	 */
	void customize(Recording recording);

}
