package dev.telemetry.servlet;

import java.util.List;
import java.util.Map;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

import dev.telemetry.context.LogContext;
import dev.telemetry.decision.RootDecider;
import dev.telemetry.health.ContextLeaks;
import dev.telemetry.health.InternalFailures;
import dev.telemetry.request.HttpServerSettings;
import dev.telemetry.test.RecordedSpans;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What an application leaves open in a request is over with it.
 */
class LeftOpenScopesTests {

	private final RecordedSpans spans = new RecordedSpans();

	private final OpenTelemetry openTelemetry = new TestOpenTelemetry(this.spans.newTracerProvider());

	private final ContextLeaks leaks = new ContextLeaks();

	private final InternalFailures failures = new InternalFailures();

	private final ContainerHook hook = new ContainerHook(this.leaks);

	private final TelemetryFilter filter = new TelemetryFilter(this.openTelemetry, RootDecider.BY_SAMPLER,
			new RecordingMeter(), RequestObserver.NONE, (request) -> "/a",
			new HttpServerSettings(HttpServerSettings.Conventions.BOTH, HttpServerSettings.SpanName.HTTP_SERVER, false,
					List.of()),
			this.hook, this.leaks, this.failures);

	@AfterEach
	void theThreadIsClean() {
		assertThat(Context.current()).isSameAs(Context.root());
		assertThat(this.failures.count()).isZero();
	}

	@Test
	void theNextRequestIsATraceOfItsOwn() throws Exception {
		serve(DispatcherType.REQUEST, this::leaveOpen);
		assertThat(Context.current()).isSameAs(Context.root());
		serve(DispatcherType.REQUEST, (request, response) -> {
		});
		assertThat(this.spans.spans()).filteredOn((span) -> span.getName().equals("http.server"))
			.hasSize(2)
			.allSatisfy((span) -> assertThat(span.getParentSpanContext().isValid()).isFalse())
			.extracting((span) -> span.getTraceId())
			.doesNotHaveDuplicates();
		assertThat(this.leaks.count()).isOne();
	}

	@Test
	void theContextOfAFilterFurtherOutIsCurrentAgain() throws Exception {
		Context outer = Context.root().with(Baggage.builder().put("team", "blue").build());
		try (Scope scope = outer.makeCurrent()) {
			serve(DispatcherType.REQUEST, this::leaveOpen);
			assertThat(Context.current()).isSameAs(outer);
		}
	}

	@Test
	void anotherDispatchOfTheSameRequestIsLeftCleanAsWell() throws Exception {
		MockHttpServletRequest request = new MockHttpServletRequest();
		request.setAsyncSupported(true);
		this.filter.doFilter(request, new MockHttpServletResponse(), (req, res) -> req.startAsync());
		request.setDispatcherType(DispatcherType.ASYNC);
		this.filter.doFilter(request, new MockHttpServletResponse(), this::leaveOpen);
		assertThat(Context.current()).isSameAs(Context.root());
		assertThat(this.leaks.count()).isOne();
	}

	@Test
	void aSpanThatHasEndedIsNobodysParent() throws Exception {
		Span left = this.openTelemetry.getTracer("test").spanBuilder("left").startSpan();
		left.makeCurrent();
		left.end();
		serve(DispatcherType.REQUEST, (request, response) -> {
		});
		assertThat(this.spans.single("http.server").getTraceId()).isNotEqualTo(left.getSpanContext().getTraceId());
	}

	@Test
	void whatAFilterFurtherOutLeavesOpenIsOverWithTheDispatchOfTheContainer() throws Exception {
		this.hook.dispatchBegins(true);
		Context.root().with(Baggage.builder().put("team", "blue").build()).makeCurrent();
		serve(DispatcherType.REQUEST, (request, response) -> {
		});
		this.hook.dispatchEnds(ContainerHook.UNKNOWN);
		assertThat(this.leaks.count()).isOne();
	}

	@Test
	void whereRequestsAreOnlyMeasuredContextsAreLeftAlone() throws Exception {
		TelemetryFilter measuring = new TelemetryFilter(null, RootDecider.BY_SAMPLER, new RecordingMeter(),
				RequestObserver.NONE, (request) -> "/a", new HttpServerSettings(HttpServerSettings.Conventions.BOTH,
						HttpServerSettings.SpanName.HTTP_SERVER, false, List.of()),
				new ContainerHook(), this.leaks, this.failures);
		Context foreign = Context.root().with(Baggage.builder().put("team", "blue").build());
		Scope[] scope = new Scope[1];
		measuring.doFilter(new MockHttpServletRequest(), new MockHttpServletResponse(),
				(request, response) -> scope[0] = foreign.makeCurrent());
		assertThat(Context.current()).isSameAs(foreign);
		scope[0].close();
	}

	private void leaveOpen(Object request, Object response) {
		Span span = this.openTelemetry.getTracer("test").spanBuilder("left").startSpan();
		span.makeCurrent();
		span.end();
	}

	private void serve(DispatcherType dispatcherType, FilterChain chain) throws Exception {
		MockHttpServletRequest request = new MockHttpServletRequest();
		request.setDispatcherType(dispatcherType);
		this.filter.doFilter(request, new MockHttpServletResponse(), chain);
	}

	@Test
	void whatIsAddedToLogRecordsIsOverWithTheRequest() throws Exception {
		serve(DispatcherType.REQUEST, (request, response) -> LogContext.with(Map.of("tenant", "a")));
		assertThat(LogContext.current()).isEmpty();
		UntracedRequestFilter.forAll(this.openTelemetry, this.leaks, this.failures)
			.doFilter(new MockHttpServletRequest(), new MockHttpServletResponse(),
					(request, response) -> LogContext.with(Map.of("tenant", "a")));
		assertThat(LogContext.current()).isEmpty();
	}

}
