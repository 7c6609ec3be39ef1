package dev.telemetry.test;

import java.time.Duration;
import java.util.Objects;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.assertj.core.api.AbstractAssert;
import org.jspecify.annotations.Nullable;

/**
 * Assertions on a finished span; get one from
 * {@link TelemetryAssertions#assertThat(SpanData)}. Each method returns this object and
 * throws an {@link AssertionError} that shows the whole span when it does not hold.
 *
 * @since 0.1.0
 */
public final class SpanAssert extends AbstractAssert<SpanAssert, SpanData> {

	SpanAssert(@Nullable SpanData actual) {
		super(actual, SpanAssert.class);
	}

	/**
	 * Verifies the name.
	 * @param name the exact name
	 * @return this
	 */
	public SpanAssert hasName(String name) {
		return isEqual("name", span().getName(), name);
	}

	/**
	 * Verifies the kind.
	 * @param kind the kind
	 * @return this
	 */
	public SpanAssert hasKind(SpanKind kind) {
		return isEqual("kind", span().getKind(), kind);
	}

	/**
	 * Verifies the trace id.
	 * @param traceId 32 lower-case hexadecimal digits
	 * @return this
	 */
	public SpanAssert hasTraceId(String traceId) {
		return isEqual("trace id", span().getTraceId(), traceId);
	}

	/**
	 * Verifies the status code.
	 * @param code the code
	 * @return this
	 */
	public SpanAssert hasStatus(StatusCode code) {
		return isEqual("status", span().getStatus().getStatusCode(), code);
	}

	/**
	 * Verifies the status code and its description.
	 * @param code the code
	 * @param description the exact description, empty for none
	 * @return this
	 */
	public SpanAssert hasStatus(StatusCode code, String description) {
		return hasStatus(code).isEqual("status description", span().getStatus().getDescription(), description);
	}

	/**
	 * Verifies that the status is {@link StatusCode#ERROR}.
	 * @return this
	 */
	public SpanAssert isError() {
		return hasStatus(StatusCode.ERROR);
	}

	/**
	 * Verifies that the status is anything but {@link StatusCode#ERROR}.
	 * @return this
	 */
	public SpanAssert isNotError() {
		return holds(span().getStatus().getStatusCode() != StatusCode.ERROR, "no error");
	}

	/**
	 * Verifies an attribute by its typed key.
	 * @param <T> type of the value
	 * @param key the key
	 * @param value the exact value
	 * @return this
	 */
	public <T> SpanAssert hasAttribute(AttributeKey<T> key, T value) {
		return attribute("attribute", span().getAttributes(), key, value);
	}

	/**
	 * Verifies a {@code String} attribute.
	 * @param name the attribute name
	 * @param value the exact value
	 * @return this
	 */
	public SpanAssert hasAttribute(String name, String value) {
		return hasAttribute(AttributeKey.stringKey(name), value);
	}

	/**
	 * Verifies a {@code long} attribute.
	 * @param name the attribute name
	 * @param value the exact value
	 * @return this
	 */
	public SpanAssert hasAttribute(String name, long value) {
		return hasAttribute(AttributeKey.longKey(name), value);
	}

	/**
	 * Verifies a {@code double} attribute.
	 * @param name the attribute name
	 * @param value the exact value
	 * @return this
	 */
	public SpanAssert hasAttribute(String name, double value) {
		return hasAttribute(AttributeKey.doubleKey(name), value);
	}

	/**
	 * Verifies a {@code boolean} attribute.
	 * @param name the attribute name
	 * @param value the exact value
	 * @return this
	 */
	public SpanAssert hasAttribute(String name, boolean value) {
		return hasAttribute(AttributeKey.booleanKey(name), value);
	}

	/**
	 * Verifies that there is no attribute of a name, whatever its type.
	 * @param name the attribute name
	 * @return this
	 */
	public SpanAssert hasNoAttribute(String name) {
		AttributeKey<?> key = keyOf(span().getAttributes(), name);
		return holds(key == null, "no attribute " + name);
	}

	/**
	 * Verifies that there are no attributes of some names, whatever their types.
	 * @param names the attribute names
	 * @return this
	 */
	public SpanAssert doesNotHaveAttributes(String... names) {
		for (String name : names) {
			hasNoAttribute(name);
		}
		return this;
	}

	/**
	 * Verifies a {@code String} attribute of the resource, such as {@code service.name}.
	 * @param name the attribute name
	 * @param value the exact value
	 * @return this
	 */
	public SpanAssert hasResourceAttribute(String name, String value) {
		return hasResourceAttribute(AttributeKey.stringKey(name), value);
	}

	/**
	 * Verifies an attribute of the resource by its typed key.
	 * @param <T> type of the value
	 * @param key the key
	 * @param value the exact value
	 * @return this
	 */
	public <T> SpanAssert hasResourceAttribute(AttributeKey<T> key, T value) {
		return attribute("resource attribute", span().getResource().getAttributes(), key, value);
	}

	/**
	 * Verifies that there is an event of a name.
	 * @param name the exact event name
	 * @return this
	 */
	public SpanAssert hasEvent(String name) {
		boolean found = span().getEvents().stream().anyMatch((event) -> event.getName().equals(name));
		return holds(found, "an event " + name + " among " + span().getEvents());
	}

	/**
	 * Verifies that an exception of exactly this type was recorded.
	 * @param type the exception's class, not one of its superclasses
	 * @return this
	 */
	public SpanAssert hasException(Class<? extends Throwable> type) {
		return holds(ExceptionEvents.contain(span().getEvents(), type),
				"a recorded exception " + type.getName() + " among " + span().getEvents());
	}

	/**
	 * Verifies that an exception of exactly this type and message was recorded.
	 * @param type the exception's class, not one of its superclasses
	 * @param message the exact message
	 * @return this
	 */
	public SpanAssert hasException(Class<? extends Throwable> type, String message) {
		return holds(ExceptionEvents.contain(span().getEvents(), type, message),
				"a recorded exception " + type.getName() + ": " + message + " among " + span().getEvents());
	}

	/**
	 * Verifies that the span has no parent.
	 * @return this
	 */
	public SpanAssert isRoot() {
		return holds(!span().getParentSpanContext().isValid(),
				"no parent, but its parent is " + span().getParentSpanContext());
	}

	/**
	 * Verifies that the parent is in another process.
	 * @return this
	 */
	public SpanAssert hasRemoteParent() {
		boolean remote = span().getParentSpanContext().isValid() && span().getParentSpanContext().isRemote();
		return holds(remote, "a remote parent, but its parent is " + span().getParentSpanContext());
	}

	/**
	 * Verifies that the span is a direct child of another one.
	 * @param parent the expected parent
	 * @return this
	 */
	public SpanAssert hasParent(SpanData parent) {
		boolean child = span().getTraceId().equals(parent.getTraceId())
				&& span().getParentSpanId().equals(parent.getSpanId());
		return holds(child, "parent " + SpanTree.describe(parent) + " " + parent.getSpanContext()
				+ ", but its parent is " + span().getParentSpanContext());
	}

	/**
	 * Verifies that the sampled flag is set.
	 * @return this
	 */
	public SpanAssert isSampled() {
		return holds(span().getSpanContext().isSampled(), "the sampled flag");
	}

	/**
	 * Verifies that the duration is in a range.
	 * @param least the shortest duration allowed
	 * @param most the longest duration allowed
	 * @return this
	 */
	public SpanAssert hasDurationBetween(Duration least, Duration most) {
		Duration duration = Duration.ofNanos(span().getEndEpochNanos() - span().getStartEpochNanos());
		boolean inside = duration.compareTo(least) >= 0 && duration.compareTo(most) <= 0;
		return holds(inside, "a duration between " + least + " and " + most + ", but it took " + duration);
	}

	private SpanData span() {
		return isNotNull().actual;
	}

	private <T> SpanAssert attribute(String what, Attributes attributes, AttributeKey<T> key, T value) {
		AttributeKey<?> present = keyOf(attributes, key.getKey());
		String name = what + " " + key.getKey();
		holds(present != null, name + ", but it has none");
		holds(key.equals(present), name + " of type " + key.getType() + ", but it is "
				+ ((present != null) ? attributes.get(present) + " of type " + present.getType() : null));
		return isEqual(name, attributes.get(key), value);
	}

	private SpanAssert isEqual(String what, @Nullable Object actual, Object expected) {
		if (!Objects.equals(actual, expected)) {
			throw failureWithActualExpected(actual, expected, "%nExpected span%n  %s%nto have %s%n  %s%nbut was%n  %s",
					SpanTree.describe(span()), what, expected, actual);
		}
		return this;
	}

	private SpanAssert holds(boolean condition, String expectation) {
		if (!condition) {
			throw failure("%nExpected span%n  %s%nto have %s", SpanTree.describe(span()), expectation);
		}
		return this;
	}

	private static @Nullable AttributeKey<?> keyOf(Attributes attributes, String name) {
		return attributes.asMap().keySet().stream().filter((key) -> key.getKey().equals(name)).findAny().orElse(null);
	}

}
