package dev.telemetry.record;

/**
 * Adds to each job, call and other operation of the recorder when it starts, such as the
 * tenant. Beans of this type are called in their order. What one throws is counted and
 * warned about once, and the operation goes on.
 * <p>
 * Called by the thread that starts the operation, before its span is current: must be
 * thread safe, and quick. Operations that a customizer records itself are not customized.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface OperationCustomizer {

	/**
	 * Adds to an operation.
	 * @param recording the recording that has just started; not to be ended here
	 */
	void customize(Recording recording);

}
