package dev.telemetry.autoconfigure;

import java.lang.reflect.Method;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.RootBeanDefinition;

/**
 * Finds the class that declares a bean. Supports definitions that were generated ahead of
 * time, which have a supplier in place of a factory method.
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
	 * Finds the configuration whose method creates a bean.
	 * @param beanFactory the bean factory
	 * @param name name of the bean
	 * @return name of the bean of the configuration, which is that of its class if it was
	 * imported, or name of the class; {@code null} if no method creates the bean, or if
	 * it is not defined in the bean factory
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
	 * Returns whether Spring Boot declares a bean. An application may have a bean of the
	 * same name.
	 * @param beanFactory the bean factory
	 * @param name name of the bean
	 * @return whether the bean is defined in the bean factory, by a class of Spring Boot
	 */
	public static boolean isSpringBoots(ConfigurableListableBeanFactory beanFactory, String name) {
		String declaredBy = declaringClass(beanFactory, name);
		return declaredBy != null && declaredBy.startsWith(SPRING_BOOT);
	}

	/**
	 * Returns whether a bean is a candidate for injection. The target of a scoped proxy
	 * is not.
	 * @param beanFactory the bean factory
	 * @param name name of the bean
	 * @return whether the bean is a candidate
	 */
	public static boolean isCandidate(ConfigurableListableBeanFactory beanFactory, String name) {
		return !beanFactory.containsBeanDefinition(name)
				|| beanFactory.getMergedBeanDefinition(name).isAutowireCandidate();
	}

	/**
	 * Returns whether the application, or a library that it uses, declares a bean.
	 * @param beanFactory the bean factory
	 * @param name name of the bean
	 * @return whether neither Spring Boot nor this project declares the bean
	 */
	public static boolean isApplications(ConfigurableListableBeanFactory beanFactory, String name) {
		String declaredBy = declaringClass(beanFactory, name);
		return declaredBy == null || !(declaredBy.startsWith(SPRING_BOOT) || declaredBy.startsWith(TELEMETRY));
	}

}
