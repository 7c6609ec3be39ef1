package dev.telemetry.autoconfigure.messaging;

import java.lang.reflect.Field;

import org.jspecify.annotations.Nullable;
import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.util.ReflectionUtils;

/**
 * A field of Spring that can be set, but cannot be asked for what the application has
 * set. That of a proxy is the one of the bean behind it.
 */
final class PrivateField {

	private final Field field;

	/**
	 * Finds a field.
	 * @throws IllegalArgumentException if this version of Spring has none
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
