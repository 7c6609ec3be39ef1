package dev.telemetry.autoconfigure.messaging;

import java.lang.reflect.Field;

import org.jspecify.annotations.Nullable;
import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.util.ReflectionUtils;

/**
 * Reads a field of Spring that has a setter but no getter, to find the value that the
 * application has set. For a proxy, the field of the target bean is read.
 */
final class PrivateField {

	private final Field field;

	/**
	 * Finds a field.
	 * @throws IllegalArgumentException if this version of Spring does not have the field
	 */
	PrivateField(Class<?> type, String name) {
		Field field = ReflectionUtils.findField(type, name);
		if (field == null) {
			throw new IllegalArgumentException(type + " has no field '" + name + "'");
		}
		ReflectionUtils.makeAccessible(field);
		this.field = field;
	}

	@Nullable Object get(Object target) {
		return ReflectionUtils.getField(this.field, behindProxy(target));
	}

	void set(Object target, @Nullable Object value) {
		ReflectionUtils.setField(this.field, behindProxy(target), value);
	}

	private static Object behindProxy(Object bean) {
		Object target = AopProxyUtils.getSingletonTarget(bean);
		return (target != null) ? target : bean;
	}

}
