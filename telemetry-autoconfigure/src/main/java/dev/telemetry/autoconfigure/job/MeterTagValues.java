package dev.telemetry.autoconfigure.job;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

import io.micrometer.common.annotation.NoOpValueResolver;
import io.micrometer.common.annotation.ValueExpressionResolver;
import io.micrometer.core.aop.MeterTag;
import io.micrometer.core.aop.MeterTags;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.core.MethodParameter;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.annotation.AnnotatedMethod;
import org.springframework.core.annotation.MergedAnnotations;

import dev.telemetry.health.InternalFailures;

/**
 * The tags that {@link MeterTag} adds for the parameters and the result of a method.
 * Thread safe.
 */
final class MeterTagValues {

	private static final int RESULT = -1;

	private final List<Source> sources = new ArrayList<>();

	private final Supplier<BeanFactory> beanFactory;

	private final Supplier<InternalFailures> failures;

	MeterTagValues(Method method, Supplier<BeanFactory> beanFactory, Supplier<InternalFailures> failures) {
		this.beanFactory = beanFactory;
		this.failures = failures;
		// Includes annotations on the parameters of interfaces.
		for (MethodParameter parameter : new AnnotatedMethod(method).getMethodParameters()) {
			MergedAnnotations.from(parameter.getParameterAnnotations())
				.stream(MeterTag.class)
				.forEach((tag) -> this.sources.add(new Source(parameter.getParameterIndex(), tag.synthesize())));
		}
		Set<MeterTag> ofResult = AnnotatedElementUtils.findMergedRepeatableAnnotations(method, MeterTag.class,
				MeterTags.class);
		ofResult.forEach((tag) -> this.sources.add(new Source(RESULT, tag)));
	}

	/**
	 * Returns the tags of a call that has ended.
	 * @param result what the method returned, or {@code null} if it threw
	 */
	Tags of(MethodInvocation invocation, @Nullable Object result) {
		if (this.sources.isEmpty()) {
			return Tags.empty();
		}
		List<Tag> tags = new ArrayList<>(this.sources.size());
		for (Source source : this.sources) {
			Object value = (source.index() == RESULT) ? result : invocation.getArguments()[source.index()];
			tags.add(Tag.of(source.key(), value(source.tag(), value)));
		}
		return Tags.of(tags);
	}

	// A call is measured even if computing a value throws.
	private String value(MeterTag tag, @Nullable Object argument) {
		try {
			String value = resolved(tag, argument);
			return (value != null) ? value : "";
		}
		catch (Throwable ex) {
			this.failures.get().report("resolving a tag of a method", ex);
			return "";
		}
	}

	private @Nullable String resolved(MeterTag tag, @Nullable Object argument) {
		if (tag.resolver() != NoOpValueResolver.class) {
			return this.beanFactory.get().getBean(tag.resolver()).resolve(argument);
		}
		if (!tag.expression().isBlank()) {
			return this.beanFactory.get().getBean(ValueExpressionResolver.class).resolve(tag.expression(), argument);
		}
		return (argument != null) ? argument.toString() : null;
	}

	/**
	 * Source of a value.
	 *
	 * @param index index of the parameter
	 * @param tag the annotation
	 */
	private record Source(int index, MeterTag tag) {

		String key() {
			return (this.tag.value().isBlank()) ? this.tag.key() : this.tag.value();
		}

	}

}
