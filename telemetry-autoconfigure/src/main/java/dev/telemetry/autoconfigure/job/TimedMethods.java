package dev.telemetry.autoconfigure.job;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.springframework.aop.support.AopUtils;
import org.springframework.core.MethodIntrospector;
import org.springframework.util.ClassUtils;

/**
 * The methods of beans that are timed, and those that cannot be because no proxy gets
 * hold of them. Thread safe. Each class is looked at once.
 */
final class TimedMethods {

	private static final Map<Method, List<TimedMethod>> NONE = Map.of();

	private final Supplier<List<TimedMethodSource>> sources;

	private final ConcurrentMap<Class<?>, Map<Method, List<TimedMethod>>> byClass = new ConcurrentHashMap<>();

	private final ConcurrentSkipListSet<String> misplaced = new ConcurrentSkipListSet<>();

	private final TimedAnnotations annotations = new TimedAnnotations();

	/**
	 * Creates the methods.
	 * @param sources find them
	 */
	TimedMethods(Supplier<List<TimedMethodSource>> sources) {
		this.sources = sources;
	}

	/**
	 * Whether any method of a class is timed.
	 */
	boolean has(Class<?> beanClass) {
		return !of(ClassUtils.getUserClass(beanClass)).isEmpty();
	}

	/**
	 * What is done around a method.
	 * @return the parts, the outermost first; empty if it is not timed
	 */
	List<TimedMethod> of(Method method, Class<?> beanClass) {
		Class<?> userClass = ClassUtils.getUserClass(beanClass);
		Map<Method, List<TimedMethod>> methods = of(userClass);
		if (methods.isEmpty()) {
			return List.of();
		}
		List<TimedMethod> found = methods.get(method);
		return (found != null) ? found
				: methods.getOrDefault(AopUtils.getMostSpecificMethod(method, userClass), List.of());
	}

	/**
	 * What is done around a method of an interface, where it is known only that a proxy
	 * implements it.
	 * @return the parts of all beans that implement it
	 */
	List<TimedMethod> ofImplementations(Method method) {
		List<TimedMethod> found = new ArrayList<>();
		this.byClass.forEach((type, methods) -> {
			if (!methods.isEmpty() && method.getDeclaringClass().isAssignableFrom(type)) {
				found.addAll(methods.getOrDefault(AopUtils.getMostSpecificMethod(method, type), List.of()));
			}
		});
		return found;
	}

	/**
	 * All that is done around methods.
	 */
	List<TimedMethod> all() {
		return this.byClass.values()
			.stream()
			.flatMap((methods) -> methods.values().stream())
			.flatMap(List::stream)
			.toList();
	}

	/**
	 * Methods whose annotation has no effect.
	 */
	List<String> misplaced() {
		return List.copyOf(this.misplaced);
	}

	private Map<Method, List<TimedMethod>> of(Class<?> userClass) {
		Map<Method, List<TimedMethod>> methods = this.byClass.get(userClass);
		if (methods == null) {
			methods = (isOfFramework(userClass) || !this.annotations.mayBeOn(userClass)) ? NONE : find(userClass);
			this.byClass.put(userClass, methods);
		}
		return methods;
	}

	private static boolean isOfFramework(Class<?> userClass) {
		return userClass.getName().startsWith("org.springframework.") || userClass.getName().startsWith("java.");
	}

	private Map<Method, List<TimedMethod>> find(Class<?> userClass) {
		Map<Method, List<TimedMethod>> found = MethodIntrospector.selectMethods(userClass,
				(MethodIntrospector.MetadataLookup<List<TimedMethod>>) (method) -> find(method, userClass));
		if (found.isEmpty()) {
			return NONE;
		}
		boolean hidden = Modifier.isFinal(userClass.getModifiers()) && !isMadeOfInterfaces(userClass);
		Map<Method, List<TimedMethod>> reached = new HashMap<>();
		found.forEach((method, timed) -> {
			if (hidden || isHidden(method)) {
				this.misplaced.add(ClassUtils.getShortName(userClass) + "." + method.getName());
			}
			else {
				reached.put(method, timed);
			}
		});
		return (reached.isEmpty()) ? NONE : Map.copyOf(reached);
	}

	private @Nullable List<TimedMethod> find(Method method, Class<?> userClass) {
		if (method.isSynthetic() || method.getDeclaringClass() == Object.class) {
			return null;
		}
		List<TimedMethod> found = this.sources.get().stream().<TimedMethod>mapMulti((source, results) -> {
			TimedMethod timed = source.find(method, userClass);
			if (timed != null) {
				results.accept(timed);
			}
		}).toList();
		return (found.isEmpty()) ? null : found;
	}

	// A client that is declared as an interface, for instance.
	private static boolean isMadeOfInterfaces(Class<?> type) {
		return Proxy.isProxyClass(type) || ClassUtils.isLambdaClass(type);
	}

	private static boolean isHidden(Method method) {
		int modifiers = method.getModifiers();
		return Modifier.isPrivate(modifiers) || Modifier.isStatic(modifiers)
				|| (Modifier.isFinal(modifiers) && !isMadeOfInterfaces(method.getDeclaringClass()));
	}

}
