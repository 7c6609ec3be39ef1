package dev.telemetry.autoconfigure;

import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.NoSuchBeanDefinitionException;

/**
 * Looks up beans of telemetry while a bean of the application is being created. Like
 * Spring's own proxy creators, it does not initialize factory beans of the application to
 * find out their types: one may need the very bean that is being created.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
public final class EarlyBeans {

	private EarlyBeans() {
	}

	/**
	 * Supplies a bean.
	 * @param <T> type of the bean
	 * @param beanFactory the bean factory, which is searched with its parents
	 * @param type type of the bean
	 * @return a supplier that looks up the bean with each call
	 */
	public static <T> Supplier<T> of(ListableBeanFactory beanFactory, Class<T> type) {
		return () -> all(beanFactory, type).findFirst().orElseThrow(() -> new NoSuchBeanDefinitionException(type));
	}

	/**
	 * Supplies all beans of a type.
	 * @param <T> type of the beans
	 * @param beanFactory the bean factory, which is searched with its parents
	 * @param type type of the beans
	 * @return a supplier that looks up the beans with each call
	 */
	public static <T> Supplier<List<T>> allOf(ListableBeanFactory beanFactory, Class<T> type) {
		return () -> all(beanFactory, type).toList();
	}

	private static <T> Stream<T> all(ListableBeanFactory beanFactory, Class<T> type) {
		return Stream.of(BeanFactoryUtils.beanNamesForTypeIncludingAncestors(beanFactory, type, true, false))
			.map((name) -> beanFactory.getBean(name, type));
	}

}
