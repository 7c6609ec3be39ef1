package dev.telemetry.autoconfigure.job;

import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import io.micrometer.common.annotation.NoOpValueResolver;
import io.micrometer.common.annotation.ValueExpressionResolver;
import io.micrometer.core.aop.MeterTag;
import io.micrometer.core.aop.MeterTags;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.core.annotation.AnnotatedElementUtils;

/**
 * The tags that {@link MeterTag} adds for the parameters of a method and for what it
 * returns. Thread safe.
 */
final class MeterTagValues {

	private static final int RESULT = -1;

	private final List<Source> sources = new ArrayList<>();

	private final BeanFactory beanFactory;

	MeterTagValues(Method method, BeanFactory beanFactory) {
		this.beanFactory = beanFactory;
		Parameter[] parameters = method.getParameters();
		for (int i = 0; i < parameters.length; i++) {
			for (MeterTag tag : parameters[i].getAnnotationsByType(MeterTag.class)) {
				this.sources.add(new Source(i, tag));
			}
		}
		Set<MeterTag> ofResult = AnnotatedElementUtils.findMergedRepeatableAnnotations(method, MeterTag.class,
				MeterTags.class);
		ofResult.forEach((tag) -> this.sources.add(new Source(RESULT, tag)));
	}

	/**
	 * The tags of a call that has ended.
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

	private String value(MeterTag tag, @Nullable Object argument) {
		String value = null;
		if (tag.resolver() != NoOpValueResolver.class) {
			value = this.beanFactory.getBean(tag.resolver()).resolve(argument);
		}
		else if (!tag.expression().isBlank()) {
			value = this.beanFactory.getBean(ValueExpressionResolver.class).resolve(tag.expression(), argument);
		}
		else if (argument != null) {
			value = argument.toString();
		}
		return (value != null) ? value : "";
	}

	/**
	 * Where a value comes from.
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
