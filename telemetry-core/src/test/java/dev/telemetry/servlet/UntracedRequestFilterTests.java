package dev.telemetry.servlet;

import java.io.IOException;
import java.util.List;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TracerProvider;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

import dev.telemetry.UnexportedSpans;
import dev.telemetry.decision.SamplingHint;
import dev.telemetry.health.ContextLeaks;
import dev.telemetry.health.InternalFailures;
import dev.telemetry.request.PathRules;
import dev.telemetry.test.NoTelemetryLeaks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@NoTelemetryLeaks
class UntracedRequestFilterTests {

	private final OpenTelemetry openTelemetry = new TestOpenTelemetry(TracerProvider.noop());

	private final InternalFailures failures = new InternalFailures();

	private final UntracedRequestFilter filter = UntracedRequestFilter.forPaths(List.of("/actuator"), PathRules.NONE,
			this.openTelemetry, new ContextLeaks(), this.failures);

	private final MockHttpServletRequest request = new MockHttpServletRequest("GET", "/actuator/prometheus");

	private Context current = Context.root();

	private final FilterChain chain = (request, response) -> this.current = Context.current();

	@Test
	void anExcludedRequestRunsBelowAnUnsampledSpan() throws Exception {
		serve(this.filter);
		assertThat(SamplingHint.isUntraced(this.current)).isTrue();
		SpanContext span = Span.fromContext(this.current).getSpanContext();
		assertThat(span.isValid()).isTrue();
		assertThat(span.isSampled()).isFalse();
		assertThat(span.isRemote()).isFalse();
	}

	@Test
	void anExcludedRequestHasTheCallersTraceId() throws Exception {
		this.request.addHeader("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
		serve(this.filter);
		SpanContext span = Span.fromContext(this.current).getSpanContext();
		assertThat(span.getTraceId()).isEqualTo("0af7651916cd43dd8448eb211c80319c");
		assertThat(span.getSpanId()).isNotEqualTo("b7ad6b7169203331");
		assertThat(span.isSampled()).isFalse();
	}

	@Test
	void otherRequestsAreLeftAlone() throws Exception {
		this.request.setRequestURI("/orders/17");
		serve(this.filter);
		assertThat(this.current).isSameAs(Context.root());
		assertThat(this.request.getAttributeNames().hasMoreElements()).isFalse();
	}

	@Test
	void allRequestsOfAServerCanBeExcluded() throws Exception {
		this.request.setRequestURI("/orders/17");
		serve(UntracedRequestFilter.forAll(this.openTelemetry, new ContextLeaks(), this.failures));
		assertThat(SamplingHint.isUntraced(this.current)).isTrue();
	}

	@Test
	void laterDispatchesStayInTheSameContextWhateverTheirPath() throws Exception {
		serve(this.filter);
		Context first = this.current;
		this.request.setRequestURI("/error");
		for (DispatcherType type : List.of(DispatcherType.ASYNC, DispatcherType.ERROR)) {
			this.request.setDispatcherType(type);
			serve(this.filter);
			assertThat(this.current).isSameAs(first);
		}
	}

	@Test
	void anErrorDispatchOfATracedRequestIsLeftAlone() throws Exception {
		this.request.setRequestURI("/error");
		this.request.setDispatcherType(DispatcherType.ERROR);
		serve(this.filter);
		assertThat(this.current).isSameAs(Context.root());
	}

	@ParameterizedTest
	@ValueSource(strings = { "/actuator/prometheus", "/orders/17" })
	@SuppressWarnings("MustBeClosedChecker")
	void whatWasLeftOpenOnTheThreadIsGoneBeforeAnyRequest(String path) throws Exception {
		ContextLeaks leaks = new ContextLeaks();
		UntracedRequestFilter filter = UntracedRequestFilter.forPaths(List.of("/actuator"), PathRules.NONE,
				this.openTelemetry, leaks, this.failures);
		try (SdkTracerProvider tracing = UnexportedSpans.provider().build()) {
			Span ended = tracing.get("application").spanBuilder("ended").startSpan();
			ended.makeCurrent();
			ended.end();
			for (int i = 0; i < 2; i++) {
				this.request.setRequestURI(path);
				serve(filter);
				assertThat(Span.fromContext(this.current).getSpanContext().getTraceId())
					.isNotEqualTo(ended.getSpanContext().getTraceId());
				assertThat(Context.current()).isSameAs(Context.root());
			}
		}
		assertThat(leaks.count()).isOne();
	}

	@Test
	void aLaterDispatchInsideOfASpanStaysInside() throws Exception {
		this.request.setRequestURI("/error");
		this.request.setDispatcherType(DispatcherType.ERROR);
		try (SdkTracerProvider tracing = UnexportedSpans.provider().build()) {
			Span request = tracing.get("application").spanBuilder("request").startSpan();
			try (Scope scope = request.makeCurrent()) {
				request.end();
				serve(this.filter);
			}
			assertThat(Span.fromContext(this.current)).isSameAs(request);
		}
	}

	@Test
	void anExceptionOfTheApplicationPassesThroughUntouched() {
		ServletException failure = new ServletException("boom");
		assertThatExceptionOfType(ServletException.class).isThrownBy(() -> serve(this.filter, (request, response) -> {
			throw failure;
		})).isSameAs(failure);
		assertThat(this.failures.count()).isZero();
	}

	@Test
	void aPropagatorThatFailsDoesNotBreakTheRequest() throws Exception {
		serve(UntracedRequestFilter.forAll(
				new TestOpenTelemetry(TracerProvider.noop(),
						ContextPropagators.create(new FailingPropagator(List.of()))),
				new ContextLeaks(), this.failures));
		assertThat(this.current).isSameAs(Context.root());
		assertThat(this.request.getAttributeNames().hasMoreElements()).isFalse();
		assertThat(this.failures.count()).isOne();
	}

	@Test
	void aRequestThatFailsToLinkIsServed() throws Exception {
		MockHttpServletRequest broken = new MockHttpServletRequest() {

			@Override
			public Object getAttribute(String name) {
				throw new NoSuchMethodError(name);
			}

		};
		this.filter.doFilter(broken, new MockHttpServletResponse(), this.chain);
		assertThat(this.current).isSameAs(Context.root());
		assertThat(this.failures.count()).isOne();
	}

	private void serve(UntracedRequestFilter filter) throws IOException, ServletException {
		serve(filter, this.chain);
	}

	private void serve(UntracedRequestFilter filter, FilterChain chain) throws IOException, ServletException {
		this.current = Context.root();
		filter.doFilter(this.request, new MockHttpServletResponse(), chain);
	}

}
