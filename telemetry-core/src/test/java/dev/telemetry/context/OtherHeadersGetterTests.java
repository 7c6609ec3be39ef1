package dev.telemetry.context;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.baggage.propagation.W3CBaggagePropagator;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapPropagator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is left for other propagators beside the one for W3C.
 */
class OtherHeadersGetterTests {

	private static final String[] B3 = { "b3", "B3", "X-B3-TraceId", "x-b3-spanid", "X-B3-Sampled" };

	@ParameterizedTest
	@ValueSource(strings = { "traceparent", "TraceParent", "tracestate", "TRACESTATE" })
	void nobodyElseSeesTraceContext(String name) {
		LookingPropagator other = new LookingPropagator(name);
		new Caller().sends(name, "anything").extractedBy(new W3CTraceContext(other));
		assertThat(other.seen()).isEmpty();
		assertThat(other.seenLines()).isEmpty();
	}

	@Test
	void b3IsNotReadBesideAValidCaller() {
		LookingPropagator other = new LookingPropagator(B3);
		callerWithB3().sends("traceparent", Caller.TRACE_PARENT).extractedBy(new W3CTraceContext(other));
		assertThat(other.seen()).isEmpty();
		assertThat(other.seenLines()).isEmpty();
	}

	@Test
	void b3IsReadWithoutACaller() {
		LookingPropagator other = new LookingPropagator(B3);
		callerWithB3().extractedBy(new W3CTraceContext(other));
		assertThat(other.seen()).containsOnlyKeys(B3);
		assertThat(other.seenLines()).containsOnlyKeys(B3);
	}

	@Test
	void b3IsReadBesideAMalformedTraceParent() {
		LookingPropagator other = new LookingPropagator(B3);
		callerWithB3().sends("traceparent", "00-0").extractedBy(new W3CTraceContext(other));
		assertThat(other.seen()).containsOnlyKeys(B3);
	}

	@Test
	void headersOfOthersAreSeenAsTheyCame() {
		LookingPropagator other = new LookingPropagator("tenant", "X-B4");
		new Caller().sends("traceparent", Caller.TRACE_PARENT)
			.sends("tenant", "a", "b")
			.sends("X-B4", "c")
			.extractedBy(new W3CTraceContext(other));
		assertThat(other.seen()).containsOnly(Map.entry("tenant", "a"), Map.entry("X-B4", "c"));
		assertThat(other.seenLines()).containsOnly(Map.entry("tenant", List.of("a", "b")),
				Map.entry("X-B4", List.of("c")));
	}

	@Test
	void baggageIsReadWithAndWithoutACaller() {
		W3CTraceContext propagator = new W3CTraceContext(W3CBaggagePropagator.getInstance());
		assertThat(baggage(new Caller().sends("baggage", "a=1").extractedBy(propagator))).isEqualTo(Map.of("a", "1"));
		Context extracted = new Caller().sends("traceparent", Caller.TRACE_PARENT)
			.sends("baggage", "a=1", "b=2")
			.extractedBy(propagator);
		assertThat(baggage(extracted)).isEqualTo(Map.of("a", "1", "b", "2"));
		assertThat(Span.fromContext(extracted).getSpanContext().getTraceId()).isEqualTo(Caller.TRACE_ID);
	}

	@Test
	void ofBaggageTheFirst64MembersAreRead() {
		String header = IntStream.rangeClosed(1, 100)
			.mapToObj((number) -> "key" + number + "=" + number)
			.collect(Collectors.joining(","));
		Context extracted = new Caller().sends("BAGGAGE", header)
			.extractedBy(new W3CTraceContext(W3CBaggagePropagator.getInstance()));
		assertThat(baggage(extracted)).hasSize(64).containsEntry("key64", "64").doesNotContainKey("key65");
	}

	@Test
	void ofALineThatIsTooLongTheFirstMembersAreRead() {
		Context extracted = new Caller().sends("baggage", "a=1,b=" + "2".repeat(9_000))
			.extractedBy(new W3CTraceContext(W3CBaggagePropagator.getInstance()));
		assertThat(baggage(extracted)).isEqualTo(Map.of("a", "1"));
	}

	@Test
	void baggageIsBoundedForWhoeverReadsIt() {
		LookingPropagator other = new LookingPropagator("baggage");
		new Caller().sends("baggage", "a=1,".repeat(70), "b=2").extractedBy(new W3CTraceContext(other));
		assertThat(other.seenLines().get("baggage")).singleElement().asString().hasSize(64 * 4 - 1);
	}

	@Test
	void whoAsksForOneLineOfBaggageGetsTheFirstAndNoMoreThanIsAllowed() {
		LookingPropagator other = new LookingPropagator("Baggage");
		new Caller().sends("baggage", "a=" + "1".repeat(9_000), "b=2").extractedBy(new W3CTraceContext(other));
		assertThat(other.seen()).isEmpty();
		new Caller().sends("baggage", "a=1", "b=2").extractedBy(new W3CTraceContext(other));
		assertThat(other.seen()).containsOnly(Map.entry("Baggage", "a=1"));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			00-12345678901234567890123456789012-1234567890123456-00 | foo=1
			00-12345678901234567890123456789012-1234567890123456-01 | foo=1,bar=2
			00-12345678901234567890123456789012-1234567890123456-02 | foo@@bar=1,0=2,foo@=3
			00-12345678901234567890123456789012-1234567890123456-03 | z=last first,a=!#$%&*
			""")
	void whatWasExtractedIsInjectedAgainUnchanged(String parent, String state) {
		W3CTraceContext propagator = new W3CTraceContext(W3CTraceContextPropagator.getInstance());
		Context extracted = new Caller().sends("traceparent", parent)
			.sends("tracestate", state)
			.extractedBy(propagator);
		assertThat(injected(propagator, extracted)).containsOnly(Map.entry("traceparent", parent),
				Map.entry("tracestate", state));
	}

	@Test
	void severalLinesOfStateAreInjectedAsOne() {
		W3CTraceContext propagator = new W3CTraceContext(W3CTraceContextPropagator.getInstance());
		Context extracted = new Caller().sends("traceparent", Caller.TRACE_PARENT)
			.sends("tracestate", "foo=1 , bar=2", "", "baz=3,foo=4")
			.extractedBy(propagator);
		assertThat(injected(propagator, extracted)).containsEntry("tracestate", "foo=1,bar=2,baz=3");
	}

	@Test
	void theFieldsAreThoseOfTheOthers() {
		assertThat(new W3CTraceContext(new LookingPropagator("traceparent", "tenant")).fields())
			.containsExactly("traceparent", "tenant");
	}

	@Test
	void withoutACallerTheContextStaysAsItWas() {
		assertThat(new Caller().extractedBy(new W3CTraceContext(TextMapPropagator.noop()))).isSameAs(Context.root());
	}

	private static Caller callerWithB3() {
		Caller caller = new Caller();
		for (String name : List.of("b3", "X-B3-TraceId", "X-B3-SpanId", "X-B3-Sampled")) {
			caller.sends(name, "1");
		}
		return caller;
	}

	private static Map<String, String> baggage(Context context) {
		Map<String, String> members = new HashMap<>();
		Baggage.fromContext(context).forEach((key, entry) -> members.put(key, entry.getValue()));
		return members;
	}

	private static Map<String, String> injected(TextMapPropagator propagator, Context context) {
		Map<String, String> headers = new HashMap<>();
		propagator.inject(context, headers, Map::put);
		return headers;
	}

}
