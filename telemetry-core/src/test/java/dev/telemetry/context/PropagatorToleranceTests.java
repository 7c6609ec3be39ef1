package dev.telemetry.context;

import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import io.opentelemetry.context.propagation.TextMapPropagator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.mock.web.MockHttpServletRequest;

import dev.telemetry.decision.RootDecider;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Our propagators are as patient as those of OpenTelemetry, of which the first shows how.
 */
class PropagatorToleranceTests {

	private final Context context = Context.root().with(ContextKey.named("key"), "value");

	private final MockHttpServletRequest request = new MockHttpServletRequest();

	@ParameterizedTest
	@MethodSource("propagators")
	void withoutAContextNothingIsExtracted(TextMapPropagator propagator) {
		this.request.addHeader("traceparent", Caller.TRACE_PARENT);
		assertThat(propagator.extract(null, this.request, Caller.HEADERS)).isSameAs(Context.root());
		assertThat(propagator.extract(null, this.request, null)).isSameAs(Context.root());
	}

	@ParameterizedTest
	@MethodSource("propagators")
	void withoutAGetterTheContextStays(TextMapPropagator propagator) {
		assertThat(propagator.extract(this.context, this.request, null)).isSameAs(this.context);
	}

	@ParameterizedTest
	@MethodSource("propagators")
	void withoutAContextOrASetterNothingIsInjected(TextMapPropagator propagator) {
		Map<String, String> headers = new HashMap<>();
		propagator.inject(null, headers, Map::put);
		propagator.inject(this.context, headers, null);
		assertThat(headers).isEmpty();
	}

	static Stream<TextMapPropagator> propagators() {
		TextMapPropagator openTelemetry = W3CTraceContextPropagator.getInstance();
		return Stream.of(openTelemetry, new W3CTraceContext(openTelemetry),
				new KeptSpanPropagator(openTelemetry, RootDecider.BY_SAMPLER));
	}

}
