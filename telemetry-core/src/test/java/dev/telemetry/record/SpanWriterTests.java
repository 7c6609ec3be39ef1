package dev.telemetry.record;

import java.lang.reflect.Proxy;
import java.util.Map;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import org.junit.jupiter.api.Test;

import dev.telemetry.health.InternalFailures;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SpanWriter} on a span of somebody else that throws whatever it is
 * asked.
 */
class SpanWriterTests {

	private final InternalFailures failures = new InternalFailures();

	private final SpanWriter spans = new SpanWriter(RecorderExtensions.none(this.failures).events(), this.failures);

	private final Span broken = (Span) Proxy.newProxyInstance(Span.class.getClassLoader(),
			new Class<?>[] { Span.class }, (proxy, method, arguments) -> {
				throw new AssertionError(method.getName());
			});

	@Test
	void anAttributeDoesNotReachTheApplication() {
		this.spans.attribute(this.broken, AttributeKey.stringKey("key"), "value");

		assertThat(this.failures.count()).isOne();
	}

	@Test
	void anEventDoesNotReachTheApplication() {
		this.spans.event(this.broken, "event", Map.of());

		assertThat(this.failures.count()).isOne();
	}

	@Test
	void anExceptionDoesNotReachTheApplication() {
		this.spans.exception(this.broken, new IllegalStateException("from the application"));

		assertThat(this.failures.count()).isOne();
	}

}
