package dev.telemetry.context;

import java.util.HashMap;
import java.util.Map;

import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.baggage.propagation.W3CBaggagePropagator;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapPropagator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The context in environment variables, by the letter of OpenTelemetry's specification.
 */
class EnvironmentCarrierTests {

	private static final SpanContext SPAN = SpanContext.create("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331",
			TraceFlags.getSampled(), TraceState.builder().put("vendor", "1").build());

	private final TextMapPropagator propagator = new W3CTraceContext(
			TextMapPropagator.composite(W3CTraceContextPropagator.getInstance(), W3CBaggagePropagator.getInstance()));

	@ParameterizedTest
	@CsvSource({ "traceparent,TRACEPARENT", "tracestate,TRACESTATE", "baggage,BAGGAGE", "X-B3-TraceId,X_B3_TRACEID",
			"uber-trace-id,UBER_TRACE_ID", "1key,_1KEY", "k\u00e9y,K_Y", "already_GOOD_2,ALREADY_GOOD_2" })
	void namesHaveTheFormOfVariables(String key, String name) {
		assertThat(EnvironmentCarrier.name(key)).isEqualTo(name).matches("[A-Z_][A-Z0-9_]*");
	}

	@Test
	void theContextIsWrittenAndReadAgain() {
		Map<String, String> environment = new HashMap<>();
		Context context = Context.root().with(Span.wrap(SPAN)).with(Baggage.builder().put("tenant", "shop").build());
		EnvironmentCarrier.write(this.propagator, context, environment, true);
		assertThat(environment).containsOnly(
				Map.entry("TRACEPARENT", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"),
				Map.entry("TRACESTATE", "vendor=1"), Map.entry("BAGGAGE", "tenant=shop"));
		Context read = EnvironmentCarrier.read(this.propagator, environment);
		assertThat(Span.fromContext(read).getSpanContext().getSpanId()).isEqualTo("b7ad6b7169203331");
		assertThat(Span.fromContext(read).getSpanContext().isRemote()).isTrue();
		assertThat(Baggage.fromContext(read).getEntryValue("tenant")).isEqualTo("shop");
	}

	@Test
	void baggageIsOnlyPassedOnWhereThatIsWanted() {
		Map<String, String> environment = new HashMap<>(Map.of("BAGGAGE", "stale=1", "PATH", "/bin"));
		Context context = Context.root().with(Baggage.builder().put("tenant", "shop").build());
		EnvironmentCarrier.write(this.propagator, context, environment, false);
		assertThat(environment).containsOnlyKeys("PATH");
	}

	@Test
	void whatIsThereOfAnotherTraceIsRemovedWithoutACurrentOneToo() {
		Map<String, String> environment = new HashMap<>(
				Map.of("TRACEPARENT", "stale", "TRACESTATE", "stale", "BAGGAGE", "stale", "PATH", "/bin"));
		EnvironmentCarrier.write(this.propagator, Context.root(), environment, true);
		assertThat(environment).containsOnlyKeys("PATH");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "00-x-y-01", "00-00000000000000000000000000000000-b7ad6b7169203331-01",
			"00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
			"ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
			"00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-more",
			"00-0AF7651916CD43DD8448EB211C80319C-B7AD6B7169203331-01", "$(reboot)" })
	void whatIsMalformedIsNoContext(String hostile) {
		Context read = EnvironmentCarrier.read(new W3CTraceContext(this.propagator), Map.of("TRACEPARENT", hostile));
		assertThat(Span.fromContext(read).getSpanContext().isValid()).isFalse();
	}

}
