package dev.telemetry.record;

import java.util.List;
import java.util.function.Supplier;

import dev.telemetry.health.InternalFailures;

/**
 * Calls the customizers for each operation that starts. Thread safe; never throws.
 */
final class Customizations {

	// Set while customizers run: an operation that a customizer records itself would be
	// customized without end. The value is a class of the JDK, because threads of a
	// container live longer than the application.
	private static final ThreadLocal<Boolean> GOES_ON = new ThreadLocal<>();

	private final LateExtensions<OperationCustomizer> customizers;

	private final InternalFailures failures;

	Customizations(Supplier<List<OperationCustomizer>> customizers, InternalFailures failures) {
		this.customizers = new LateExtensions<>(customizers, OperationCustomizer[]::new);
		this.failures = failures;
	}

	void apply(Recording recording) {
		if (!this.customizers.areNone() && GOES_ON.get() == null) {
			applyAll(recording);
		}
	}

	private void applyAll(Recording recording) {
		GOES_ON.set(true);
		try {
			for (OperationCustomizer customizer : this.customizers.get()) {
				apply(customizer, recording);
			}
		}
		catch (Throwable ex) {
			this.failures.report("looking for what customizes operations", ex);
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
