package dev.telemetry.autoconfigure.job;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

import io.micrometer.core.annotation.Counted;
import io.micrometer.core.annotation.Timed;
import io.micrometer.core.annotation.TimedSet;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.LongTaskTimer;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.util.ReflectionUtils;

import dev.telemetry.health.InternalFailures;

/**
 * Finds methods with Micrometer's {@link Timed} and {@link Counted}, and measures them
 * with the tags of Micrometer's own aspects.
 */
final class MicrometerMethods implements TimedMethodSource {

	private static final String DEFAULT_NAME = "method.timed";

	private final Supplier<MeterRegistry> registry;

	private final Supplier<InternalFailures> failures;

	private final Supplier<BeanFactory> beanFactory;

	private final boolean justifyProxies;

	MicrometerMethods(Supplier<MeterRegistry> registry, Supplier<InternalFailures> failures,
			Supplier<BeanFactory> beanFactory, boolean justifyProxies) {
		this.registry = registry;
		this.failures = failures;
		this.beanFactory = beanFactory;
		this.justifyProxies = justifyProxies;
	}

	@Override
	public List<MicrometerMethod> find(Method method, Class<?> targetClass) {
		if (isRepository(targetClass)) {
			return List.of();
		}
		Set<Timed> timers = timed(method, targetClass);
		Counted counted = RecordedMethods.annotation(method, targetClass, Counted.class);
		// Tags are searched only on measured methods: Spring makes methods accessible for
		// that, which fails for methods that a class inherits from the JDK.
		return (timers.isEmpty() && counted == null) ? List.of() : measured(method, timers, counted);
	}

	private List<MicrometerMethod> measured(Method method, Set<Timed> timers, @Nullable Counted counted) {
		List<MicrometerMethod> found = new ArrayList<>();
		Tags tags = Tags.of("class", method.getDeclaringClass().getName(), "method", method.getName());
		MeterTagValues values = new MeterTagValues(method, this.beanFactory, this.failures);
		for (Timed timed : timers) {
			found.add((timed.longTask()) ? method(() -> startLong(timed, tags), true)
					: method(() -> startShort(timed, tags, values), false));
		}
		if (counted != null) {
			found.add(method(() -> count(counted, tags, values), false));
		}
		return found;
	}

	private MicrometerMethod method(MicrometerMethod.Meters meters, boolean gauge) {
		return new MicrometerMethod(meters, gauge, this.justifyProxies, this.failures);
	}

	private static Set<Timed> timed(Method method, Class<?> targetClass) {
		Set<Timed> ofMethod = AnnotatedElementUtils.findMergedRepeatableAnnotations(method, Timed.class,
				TimedSet.class);
		if (!ofMethod.isEmpty() || !Modifier.isPublic(method.getModifiers())
				|| ReflectionUtils.isObjectMethod(method)) {
			return ofMethod;
		}
		return AnnotatedElementUtils.findMergedRepeatableAnnotations(targetClass, Timed.class, TimedSet.class);
	}

	private MicrometerMethod.Running startLong(Timed timed, Tags tags) {
		LongTaskTimer.Sample sample = LongTaskTimer.builder(timed).tags(tags).register(this.registry.get()).start();
		return (invocation, result, exception) -> sample.stop();
	}

	private MicrometerMethod.Running startShort(Timed timed, Tags tags, MeterTagValues values) {
		MeterRegistry registry = this.registry.get();
		Timer.Sample sample = Timer.start(registry);
		return (invocation, result,
				exception) -> sample.stop(Timer.builder(timed, DEFAULT_NAME)
					.tags(tags)
					.tags(values.of(invocation, result))
					.tag("exception", exception)
					.register(registry));
	}

	private MicrometerMethod.Running count(Counted counted, Tags tags, MeterTagValues values) {
		return (invocation, result, exception) -> {
			boolean success = exception.equals(MicrometerMethod.NO_EXCEPTION);
			if (!success || !counted.recordFailuresOnly()) {
				Counter.builder(counted.value())
					.description((counted.description().isEmpty()) ? null : counted.description())
					.tags(counted.extraTags())
					.tags(tags)
					.tags(values.of(invocation, result))
					.tag("exception", exception)
					.tag("result", (success) ? "success" : "failure")
					.register(this.registry.get())
					.increment();
			}
		};
	}

	// Spring Boot measures repositories, with other tags.
	private static boolean isRepository(Class<?> type) {
		if (type.getName().equals("org.springframework.data.repository.Repository")) {
			return true;
		}
		Class<?> superclass = type.getSuperclass();
		return (superclass != null && isRepository(superclass))
				|| Arrays.stream(type.getInterfaces()).anyMatch(MicrometerMethods::isRepository);
	}

}
