package dev.telemetry.autoconfigure;

import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;

import dev.telemetry.record.OperationRecorder;

/**
 * Ends what is still recorded when the application ends: after all beans that may wait
 * for it are destroyed, because a bean that is destroyed last is one that was there
 * first, and before tracing is shut down.
 */
final class OpenRecordingsShutdown implements BeanFactoryPostProcessor {

	private static final String NAME = "telemetryLastRecordings";

	/** What shuts tracing down, in the package of the export. */
	private static final String LAST_SPANS = "telemetryLastSpans";

	private final String recorder;

	/**
	 * Creates a post processor.
	 * @param recorder name of the recorder
	 */
	OpenRecordingsShutdown(String recorder) {
		this.recorder = recorder;
	}

	@Override
	public void postProcessBeanFactory(ConfigurableListableBeanFactory beanFactory) {
		if (beanFactory instanceof DefaultListableBeanFactory factory) {
			factory.registerDisposableBean(NAME, () -> end(factory));
			factory.registerDependentBean(LAST_SPANS, NAME);
		}
	}

	// Only that of this context: one of a parent goes on.
	private void end(DefaultListableBeanFactory factory) {
		if (factory.getSingleton(this.recorder) instanceof OperationRecorder operations) {
			operations.endOpenRecordings();
		}
	}

}
