package dev.telemetry.autoconfigure.job;

import java.lang.reflect.Method;
import java.util.List;

import org.springframework.aop.framework.AopInfrastructureBean;

/**
 * Finds methods by an annotation. Beans of this type are used while other beans are being
 * created, and so are never proxied themselves.
 */
interface TimedMethodSource extends AopInfrastructureBean {

	/**
	 * Returns the timed parts of a method.
	 * @param method the method
	 * @param targetClass class of the bean
	 * @return the parts, empty if the method has no annotation
	 */
	List<? extends TimedMethod> find(Method method, Class<?> targetClass);

}
