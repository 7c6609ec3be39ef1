package dev.telemetry.record;

import java.util.List;

import dev.telemetry.health.InternalFailures;

/**
 * Lets customizers add to what starts. Thread safe; never throws.
 */
final class Customizations {

	// What a customizer records itself would be customized without end. The value is of
	// the JDK: threads of a container live longer than the application.
	private static final ThreadLocal<Boolean> GOES_ON = new ThreadLocal<>();

	private final OperationCustomizer[] customizers;

	private final InternalFailures failures;

	Customizations(List<OperationCustomizer> customizers, InternalFailures failures) {
		this.customizers = customizers.toArray(OperationCustomizer[]::new);
		this.failures = failures;
	}

	void apply(Recording recording) {
		if (this.customizers.length > 0 && GOES_ON.get() == null) {
			applyAll(recording);
		}
	}

	private void applyAll(Recording recording) {
		GOES_ON.set(true);
		try {
			for (OperationCustomizer customizer : this.customizers) {
				apply(customizer, recording);
			}
		}
		finally {
			GOES_ON.remove();
		}
	}

	private void apply(OperationCustomizer customizer, Recording recording) {
		try {
			customizer.customize(recording);
		}
		catch (Throwable ex) {
			this.failures.report("customizing an operation", ex);
		}
	}

}
