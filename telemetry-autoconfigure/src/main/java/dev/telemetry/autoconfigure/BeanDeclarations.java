package dev.telemetry.autoconfigure;

import java.lang.reflect.Method;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.RootBeanDefinition;

/**
 * Who declares a bean. Also where definitions were generated ahead of time, which have a
 * supplier in place of a factory method.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
public final class BeanDeclarations {

	private static final String SPRING_BOOT = "org.springframework.boot.";

	private static final String TELEMETRY = "dev.telemetry.autoconfigure.";

	private BeanDeclarations() {
	}

	/**
	 * Finds the configuration whose method makes a bean.
	 * @param beanFactory where the bean is defined
	 * @param name name of the bean
	 * @return name of its bean, which is that of its class where it was imported, or of
	 * the class; {@code null} if no method makes the bean, or if it is not defined there
	 */
	public static @Nullable String declaringClass(ConfigurableListableBeanFactory beanFactory, String name) {
		if (!beanFactory.containsBeanDefinition(name)) {
			return null;
		}
		BeanDefinition definition = beanFactory.getMergedBeanDefinition(name);
		if (definition.getFactoryMethodName() != null) {
			String declaredBy = definition.getFactoryBeanName();
			return (declaredBy != null) ? declaredBy : definition.getBeanClassName();
		}
		Method method = (definition instanceof RootBeanDefinition root) ? root.getResolvedFactoryMethod() : null;
		return (method != null) ? method.getDeclaringClass().getName() : null;
	}

	/**
	 * Returns whether a bean is declared by Spring Boot: an application may have one of
	 * the same name.
	 * @param beanFactory where the bean is defined
	 * @param name name of the bean
	 * @return whether it is defined there, by a class of Spring Boot
	 */
	public static boolean isSpringBoots(ConfigurableListableBeanFactory beanFactory, String name) {
		String declaredBy = declaringClass(beanFactory, name);
		return declaredBy != null && declaredBy.startsWith(SPRING_BOOT);
	}

	/**
	 * Returns whether a bean may be injected: not what a scoped proxy stands for.
	 * @param beanFactory where the bean may be defined
	 * @param name name of the bean
	 * @return whether it is a candidate
	 */
	public static boolean isCandidate(ConfigurableListableBeanFactory beanFactory, String name) {
		return !beanFactory.containsBeanDefinition(name)
				|| beanFactory.getMergedBeanDefinition(name).isAutowireCandidate();
	}

	/**
	 * Returns whether a bean is declared by the application, or by a library that it
	 * uses.
	 * @param beanFactory where the bean may be defined
	 * @param name name of the bean
	 * @return whether neither Spring Boot nor this project declares it
	 */
	public static boolean isApplications(ConfigurableListableBeanFactory beanFactory, String name) {
		String declaredBy = declaringClass(beanFactory, name);
		return declaredBy == null || !(declaredBy.startsWith(SPRING_BOOT) || declaredBy.startsWith(TELEMETRY));
	}

}
