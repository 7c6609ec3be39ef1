package dev.telemetry.autoconfigure;

import org.springframework.context.support.DefaultLifecycleProcessor;
import org.springframework.core.SpringProperties;

/**
 * Recognizes a start that ends when the context has been refreshed, to train a cache of
 * classes: {@code -Dspring.context.exit=onRefresh}. The JVM is halted before anything
 * could be sent, so no work is started that would have to be ended.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
public final class TrainingRun {

	private TrainingRun() {
	}

	/**
	 * Returns whether this start is a training run.
	 * @return whether it is one
	 */
	public static boolean isOn() {
		return DefaultLifecycleProcessor.ON_REFRESH_VALUE
			.equalsIgnoreCase(SpringProperties.getProperty(DefaultLifecycleProcessor.EXIT_PROPERTY_NAME));
	}

}
