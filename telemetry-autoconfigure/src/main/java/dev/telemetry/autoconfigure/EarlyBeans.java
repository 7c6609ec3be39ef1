package dev.telemetry.autoconfigure;

import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.NoSuchBeanDefinitionException;

/**
 * Looks for beans of telemetry while a bean of the application is being made. As Spring's
 * own creators of proxies do, it asks no factory of the application what it makes: to
 * answer, one may need the very bean that is being made.
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
	 * @param <T> its type
	 * @param beanFactory where to look, also in those around it
	 * @param type its type
	 * @return what looks for it each time
	 */
	public static <T> Supplier<T> of(ListableBeanFactory beanFactory, Class<T> type) {
		return () -> all(beanFactory, type).findFirst().orElseThrow(() -> new NoSuchBeanDefinitionException(type));
	}

	/**
	 * Supplies all beans of a type.
	 * @param <T> their type
	 * @param beanFactory where to look, also in those around it
	 * @param type their type
	 * @return what looks for them each time
	 */
	public static <T> Supplier<List<T>> allOf(ListableBeanFactory beanFactory, Class<T> type) {
		return () -> all(beanFactory, type).toList();
	}

	private static <T> Stream<T> all(ListableBeanFactory beanFactory, Class<T> type) {
		return Stream.of(BeanFactoryUtils.beanNamesForTypeIncludingAncestors(beanFactory, type, true, false))
			.map((name) -> beanFactory.getBean(name, type));
	}

}
