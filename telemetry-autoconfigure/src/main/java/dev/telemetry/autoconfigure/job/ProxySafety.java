package dev.telemetry.autoconfigure.job;

import java.lang.annotation.Annotation;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.core.NativeDetector;
import org.springframework.objenesis.SpringObjenesis;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/**
 * Decides whether a class proxy of a bean behaves like the bean itself. Such a proxy is a
 * second object, of a subclass, with empty fields: methods that it cannot override run on
 * the proxy and not on the bean. In case of doubt, a proxy counts as unsafe.
 */
final class ProxySafety {

	/** Packages of annotations that are read on the bean itself, or not at all. */
	private static final Set<String> HARMLESS = Set.of("java.lang", "jakarta.annotation", "jakarta.inject",
			"javax.annotation", "org.jspecify.annotations", "org.springframework.lang",
			"org.springframework.beans.factory.annotation", "io.micrometer.core.annotation", "dev.telemetry.record");

	/**
	 * Returns why a proxy is not safe.
	 * @param beanClass class of the bean
	 * @return the reason, or {@code null} if a proxy is safe
	 */
	@Nullable String problem(Class<?> beanClass) {
		// A native image has no class files to analyze. It has no class for an unsafe
		// proxy either, because none was created when the application was processed ahead
		// of time.
		if (isMadeOfInterfaces(beanClass) || NativeDetector.inNativeImage()) {
			return null;
		}
		Class<?> type = ClassUtils.getUserClass(beanClass);
		String problem = problemOfSubclass(type);
		if (problem != null) {
			return problem;
		}
		List<Class<?>> hierarchy = hierarchy(type);
		for (Class<?> declaring : hierarchy) {
			problem = problemOfMembers(declaring);
			if (problem != null) {
				return problem;
			}
		}
		try {
			return new MemberUse(type, hierarchy).problem();
		}
		catch (Throwable ex) {
			return "its class file cannot be read";
		}
	}

	/**
	 * Returns whether an object is visible only by its interfaces, such as a client that
	 * is declared as an interface, or a lambda.
	 */
	static boolean isMadeOfInterfaces(Class<?> type) {
		return Proxy.isProxyClass(type) || ClassUtils.isLambdaClass(type);
	}

	private static List<Class<?>> hierarchy(Class<?> type) {
		List<Class<?>> hierarchy = new ArrayList<>();
		for (Class<?> next = type; next != null && next != Object.class; next = next.getSuperclass()) {
			hierarchy.add(next);
		}
		return hierarchy;
	}

	private static @Nullable String problemOfSubclass(Class<?> type) {
		if (Modifier.isFinal(type.getModifiers())) {
			return "its class is final";
		}
		if (type.isSealed()) {
			return "its class is sealed";
		}
		if (Arrays.stream(type.getDeclaredConstructors()).allMatch(ProxySafety::isPrivate)) {
			return "the constructors of its class are private";
		}
		return (new SpringObjenesis().isWorthTrying()) ? null : "its constructor would run again without Objenesis";
	}

	private static boolean isPrivate(Constructor<?> constructor) {
		return Modifier.isPrivate(constructor.getModifiers());
	}

	private static @Nullable String problemOfMembers(Class<?> declaring) {
		boolean foreign = declaring.getClassLoader() == null;
		for (Field field : declaring.getDeclaredFields()) {
			int modifiers = field.getModifiers();
			if (!Modifier.isStatic(modifiers)
					&& (Modifier.isPublic(modifiers) || (foreign && !Modifier.isPrivate(modifiers)))) {
				return "its class has the visible field " + field.getName();
			}
		}
		for (Method method : declaring.getDeclaredMethods()) {
			if (ReflectionUtils.isEqualsMethod(method) || ReflectionUtils.isHashCodeMethod(method)) {
				return "its class has an equals of its own";
			}
			if (isCalledByReflection(method)) {
				return "its class has the private method " + method.getName() + " that others call";
			}
		}
		return null;
	}

	private static boolean isCalledByReflection(Method method) {
		int modifiers = method.getModifiers();
		if (!Modifier.isPrivate(modifiers) || Modifier.isStatic(modifiers) || method.isSynthetic()) {
			return false;
		}
		for (Annotation annotation : method.getDeclaredAnnotations()) {
			if (!HARMLESS.contains(annotation.annotationType().getPackageName())) {
				return true;
			}
		}
		return false;
	}

}
