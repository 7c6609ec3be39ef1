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
 * Ends what is still recorded when the application ends, before tracing is shut down.
 * Where Spring Boot's tracer provider is shut down last, that is after all beans that may
 * wait for a job: a bean that is destroyed last is one that was there first.
 * <p>
 * It is earlier where tracing is. An SDK or tracer provider of the application is
 * destroyed before the beans that were there before it, and spans that end later are
 * lost. A job for which one of those beans waits is cut off then.
 */
final class OpenRecordingsShutdown implements BeanFactoryPostProcessor {

	/** What ends with Spring's beans unless it is shut down last. */
	private static final List<Class<?>> TRACING = List.of(OpenTelemetry.class, TracerProvider.class);

	// Not asked for as a bean: the application may have put a proxy before it.
	private volatile @Nullable OperationRecorder recorder;

	/**
	 * Notes whose recordings are ended: those of a recorder of this context, while one of
	 * a parent goes on.
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
