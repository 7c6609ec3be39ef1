package dev.telemetry.autoconfigure;

import java.util.List;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.TracerProvider;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;

import dev.telemetry.record.OperationRecorder;

/**
 * Ends open recordings when the application ends, before tracing is shut down. If Spring
 * Boot's tracer provider is shut down last, the recordings end after all beans that may
 * wait for a job, because the bean that was registered first is destroyed last.
 * <p>
 * If tracing is shut down earlier, recordings end earlier too. An SDK or tracer provider
 * of the application is destroyed before the beans that were created before it, and spans
 * that end later are lost. A job for which one of those beans waits is then cut off.
 */
final class OpenRecordingsShutdown implements BeanFactoryPostProcessor {

	/**
	 * Types of tracing that are destroyed with Spring's beans unless they are shut down
	 * last.
	 */
	private static final List<Class<?>> TRACING = List.of(OpenTelemetry.class, TracerProvider.class);

	// Set directly, and not looked up as a bean, because the application may have
	// replaced the bean by a proxy.
	private volatile @Nullable OperationRecorder recorder;

	/**
	 * Sets the recorder whose recordings are ended. It is that of this context; the
	 * recorder of a parent goes on.
	 * @param recorder the recorder
	 */
	void ends(OperationRecorder recorder) {
		this.recorder = recorder;
	}

	@Override
	public void postProcessBeanFactory(ConfigurableListableBeanFactory beanFactory) {
		if (beanFactory instanceof DefaultListableBeanFactory factory) {
			factory.registerDisposableBean(ShutdownNames.LAST_RECORDINGS, this::end);
			factory.registerDependentBean(ShutdownNames.LAST_SPANS, ShutdownNames.LAST_RECORDINGS);
			endBeforeTracing(factory);
		}
	}

	private static void endBeforeTracing(DefaultListableBeanFactory factory) {
		boolean shutDownLast = factory.containsBeanDefinition(ShutdownNames.TRACER_PROVIDER_SHUTDOWN)
				&& BeanDeclarations.isSpringBoots(factory, ShutdownNames.TRACER_PROVIDER);
		for (Class<?> type : TRACING) {
			for (String name : factory.getBeanNamesForType(type, true, false)) {
				if (!shutDownLast || !BeanDeclarations.isSpringBoots(factory, name)) {
					factory.registerDependentBean(name, ShutdownNames.LAST_RECORDINGS);
				}
			}
		}
	}

	private void end() {
		OperationRecorder operations = this.recorder;
		if (operations != null) {
			operations.endOpenRecordings();
		}
	}

}
