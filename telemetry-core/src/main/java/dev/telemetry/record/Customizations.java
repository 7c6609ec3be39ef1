package dev.telemetry.record;

import java.util.List;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import dev.telemetry.health.InternalFailures;

/**
 * Lets customizers add to what starts. Thread safe; never throws.
 */
final class Customizations {

	// What a customizer records itself would be customized without end. The value is of
	// the JDK: threads of a container live longer than the application.
	private static final ThreadLocal<Boolean> GOES_ON = new ThreadLocal<>();

	private final Supplier<List<OperationCustomizer>> source;

	private final InternalFailures failures;

	// Until they are found: they may need what they customize.
	private volatile OperationCustomizer @Nullable [] customizers;

	Customizations(Supplier<List<OperationCustomizer>> source, InternalFailures failures) {
		this.source = source;
		this.failures = failures;
	}

	void apply(Recording recording) {
		OperationCustomizer[] known = this.customizers;
		if ((known == null || known.length > 0) && GOES_ON.get() == null) {
			applyAll(recording);
		}
	}

	private void applyAll(Recording recording) {
		GOES_ON.set(true);
		try {
			for (OperationCustomizer customizer : customizers()) {
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

	private OperationCustomizer[] customizers() {
		OperationCustomizer[] customizers = this.customizers;
		if (customizers == null) {
			customizers = this.source.get().toArray(OperationCustomizer[]::new);
			this.customizers = customizers;
		}
		return customizers;
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
