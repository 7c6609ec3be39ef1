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
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.core.BridgeMethodResolver;
import org.springframework.core.MethodIntrospector;
import org.springframework.util.ClassUtils;

import dev.telemetry.health.InternalFailures;

/**
 * The timed methods of beans. Thread safe. Each class is searched once.
 */
final class TimedMethods implements SmartInitializingSingleton {

	private final Supplier<List<TimedMethodSource>> sources;

	private final ConcurrentMap<Class<?>, TimedClass> byClass = new ConcurrentHashMap<>();

	private final TimedAnnotations annotations;

	private final Supplier<InternalFailures> failures;

	/**
	 * Creates the methods.
	 * @param sources find timed methods
	 * @param failures supplies the report of internal failures
	 * @param applicationPackages the packages of the application
	 */
	TimedMethods(Supplier<List<TimedMethodSource>> sources, Supplier<InternalFailures> failures,
			Supplier<List<String>> applicationPackages) {
		this.sources = sources;
		this.failures = failures;
		this.annotations = new TimedAnnotations(applicationPackages);
	}

	/**
	 * Returns the timed methods of a class.
	 * @param beanClass the class, or the class of a proxy
	 */
	TimedClass of(Class<?> beanClass) {
		Class<?> userClass = ClassUtils.getUserClass(beanClass);
		if (Proxy.isProxyClass(userClass)) {
			return ofInterfaces(userClass);
		}
		TimedClass timed = this.byClass.get(userClass);
		if (timed == null) {
			timed = (this.annotations.mayBeOn(userClass)) ? findIfReadable(userClass) : TimedClass.NONE;
			this.byClass.put(userClass, timed);
		}
		return timed;
	}

	// The class of a JDK proxy has an arbitrary number as its name.
	private TimedClass ofInterfaces(Class<?> proxyClass) {
		for (Class<?> type : proxyClass.getInterfaces()) {
			TimedClass timed = of(type);
			if (!timed.isEmpty()) {
				return timed;
			}
		}
		return TimedClass.NONE;
	}

	// Registers jobs at start: a job that never runs counts as late too.
	@Override
	public void afterSingletonsInstantiated() {
		for (TimedClass timed : this.byClass.values()) {
			timed.prepare();
		}
	}

	// A class may work although a class in the signature of one of its
	// methods is missing.
	private TimedClass findIfReadable(Class<?> userClass) {
		try {
			return find(userClass);
		}
		catch (UnresolvedAnnotationException ex) {
			throw ex;
		}
		catch (Throwable ex) {
			if (!(ex instanceof LinkageError) && !(ex.getCause() instanceof LinkageError)) {
				this.failures.get().report("looking at the methods of " + userClass.getName(), ex);
			}
			return TimedClass.NONE;
		}
	}

	private TimedClass find(Class<?> userClass) {
		Map<Method, List<TimedMethod>> timed = new HashMap<>();
		Map<Method, String> hidden = new HashMap<>();
		MethodIntrospector
			.selectMethods(userClass,
					(MethodIntrospector.MetadataLookup<List<TimedMethod>>) (method) -> find(method, userClass))
			.forEach((method, found) -> {
				Method specific = AopUtils.getMostSpecificMethod(method, userClass);
				timed.put(specific, found);
				String reason = hiddenBecause(specific, userClass);
				if (reason != null) {
					hidden.put(specific, reason);
				}
			});
		return (timed.isEmpty()) ? TimedClass.NONE : new TimedClass(userClass, Map.copyOf(timed), Map.copyOf(hidden));
	}

	// The compiler generates bridge methods; the annotation is on the bridged method.
	private @Nullable List<TimedMethod> find(Method method, Class<?> userClass) {
		Method written = BridgeMethodResolver.findBridgedMethod(method);
		if (written.isSynthetic() || written.getDeclaringClass() == Object.class) {
			return null;
		}
		List<TimedMethod> found = new ArrayList<>();
		for (TimedMethodSource source : this.sources.get()) {
			found.addAll(source.find(written, userClass));
		}
		return (found.isEmpty()) ? null : List.copyOf(found);
	}

	private static @Nullable String hiddenBecause(Method method, Class<?> userClass) {
		int modifiers = method.getModifiers();
		if (Modifier.isPrivate(modifiers)) {
			return "it is private";
		}
		if (Modifier.isStatic(modifiers)) {
			return "it is static";
		}
		if (Modifier.isFinal(modifiers) && !ProxySafety.isMadeOfInterfaces(method.getDeclaringClass())) {
			return "it is final";
		}
		return (MemberUse.isOverridable(method, userClass)) ? null : "it is package-private in another package";
	}

}
