package dev.telemetry.autoconfigure.export;

import java.util.Map;

import io.opentelemetry.sdk.trace.export.SpanExporter;
import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.ListableBeanFactory;

/**
 * The names of exporter beans, for meters, messages and health.
 */
final class ExporterNames {

	private final Map<String, SpanExporter> beans;

	ExporterNames(ListableBeanFactory beanFactory) {
		this.beans = BeanFactoryUtils.beansOfTypeIncludingAncestors(beanFactory, SpanExporter.class);
	}

	/**
	 * Returns the name of an exporter.
	 * @return the name of the bean, or of the class if the exporter is not a bean
	 */
	String of(SpanExporter exporter) {
		return this.beans.entrySet()
			.stream()
			.filter((bean) -> bean.getValue().equals(exporter))
			.map(Map.Entry::getKey)
			.findFirst()
			.orElseGet(() -> ofClass(exporter.getClass()));
	}

	// An anonymous class has no simple name.
	private static String ofClass(Class<?> type) {
		return (!type.getSimpleName().isEmpty()) ? type.getSimpleName() : type.getName();
	}

}
