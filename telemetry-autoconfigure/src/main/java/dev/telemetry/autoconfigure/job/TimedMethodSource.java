package dev.telemetry.autoconfigure.job;

import java.lang.reflect.Method;
import java.util.List;

import org.springframework.aop.framework.AopInfrastructureBean;

/**
 * Finds methods by an annotation. Beans are asked for while others are being made, and so
 * are never proxied themselves.
 */
interface TimedMethodSource extends AopInfrastructureBean {

	/**
	 * Looks at a method.
	 * @param method the method
	 * @param targetClass class of the bean
	 * @return what is done around its calls, empty if it has no annotation
	 */
	List<? extends TimedMethod> find(Method method, Class<?> targetClass);

}
