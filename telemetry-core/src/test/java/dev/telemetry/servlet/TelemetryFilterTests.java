package dev.telemetry.servlet;

import java.io.IOException;
import java.util.List;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.data.SpanData;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.mock.web.MockAsyncContext;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

import dev.telemetry.decision.RequestOutcome;
import dev.telemetry.decision.RootDecider;
import dev.telemetry.health.ContextLeaks;
import dev.telemetry.health.InternalFailures;
import dev.telemetry.names.HttpServerAttributes;
import dev.telemetry.request.CallerContext;
import dev.telemetry.request.HttpServerSettings;
import dev.telemetry.test.RecordedSpans;
import dev.telemetry.test.TelemetryLeakCheck;

import static dev.telemetry.test.TelemetryAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@ExtendWith(TelemetryLeakCheck.class)
class TelemetryFilterTests {

	private static final HttpServerSettings SETTINGS = new HttpServerSettings(HttpServerSettings.Conventions.BOTH,
			HttpServerSettings.SpanName.HTTP_SERVER, false, List.of("/actuator"));

	private static final HttpServerSettings ROUTE_NAMES = new HttpServerSettings(HttpServerSettings.Conventions.BOTH,
			HttpServerSettings.SpanName.ROUTE, false, List.of());

	private final RecordedSpans spans = new RecordedSpans();

	private final OpenTelemetry openTelemetry = new TestOpenTelemetry(this.spans.newTracerProvider());

	private final RecordingMeter meter = new RecordingMeter();

	private final ContainerHook hook = new ContainerHook();

	private final InternalFailures failures = new InternalFailures();

	private final MockHttpServletRequest request = new MockHttpServletRequest("GET", "/orders/17");

	private final MockHttpServletResponse response = new MockHttpServletResponse();

	private final TelemetryFilter filter = filter(SETTINGS);

	@Test
	void aRequestBecomesOneServerSpan() throws Exception {
		this.request.addHeader("User-Agent", "curl/8");
		this.filter.doFilter(this.request, this.response, route("/orders/{id}"));
		SpanData span = this.spans.single("http.server");
		assertThat(span).hasKind(SpanKind.SERVER)
			.isNotError()
			.hasAttribute("http.method", "GET")
			.hasAttribute("http.route", "/orders/{id}")
			.hasAttribute("http.status_code", 200)
			.hasAttribute("http.request.method", "GET")
			.hasAttribute("http.response.status_code", 200)
			.hasAttribute("url.path", "/orders/17")
			.hasAttribute("url.scheme", "http")
			.hasAttribute("server.address", "localhost")
			.hasAttribute("server.port", 80)
			.hasAttribute("user_agent.original", "curl/8")
			.doesNotHaveAttributes("client.address", "error.type", "telemetry.http.status_estimated");
		assertThat(span.getAttributes().get(HttpServerAttributes.DURATION_SECONDS)).isPositive();
	}

	@Test
	void spanAttributeMeterAndDecisionHaveTheSameDuration() throws Exception {
		LastDecision decider = new LastDecision();
		filter(SETTINGS, decider).doFilter(this.request, this.response, route("/orders/{id}"));
		SpanData span = this.spans.single("http.server");
		long nanos = span.getEndEpochNanos() - span.getStartEpochNanos();
		assertThat(nanos).isPositive();
		assertThat(outcome().durationNanos()).isEqualTo(nanos);
		assertThat(decider.outcome.durationNanos()).isEqualTo(nanos);
		assertThat(span.getAttributes().get(HttpServerAttributes.DURATION_SECONDS)).isEqualTo(nanos / 1e9);
	}

	@Test
	void theEndIsWrittenToWhatTheDeciderSays() throws Exception {
		LastDecision decider = new LastDecision();
		decider.described = Span.getInvalid();
		filter(SETTINGS, decider).doFilter(this.request, this.response, route("/orders/{id}"));
		assertThat(this.spans.single("http.server")).hasNoAttribute("http.route").hasNoAttribute("server.port");
	}

	@Test
	void aRequestIsMeasuredOnce() throws Exception {
		this.filter.doFilter(this.request, this.response, route("/orders/{id}"));
		assertThat(this.meter.startedCount()).isOne();
		RequestOutcome outcome = outcome();
		assertThat(outcome.method()).isEqualTo("GET");
		assertThat(outcome.pattern()).isEqualTo("/orders/{id}");
		assertThat(outcome.status()).isEqualTo(200);
		assertThat(outcome.durationNanos()).isPositive();
		assertThat(outcome.error()).isNull();
	}

	@Test
	void whatIsReportedAfterTheEndDoesNotChangeTheOutcome() throws Exception {
		this.filter.doFilter(this.request, this.response, status(500));
		RequestErrors.report(this.request, new IllegalArgumentException("too late"));
		RequestErrors.handled(this.request, new IllegalArgumentException("too late"));
		assertThat(outcome().status()).isEqualTo(500);
		assertThat(outcome().error()).isNull();
		assertThat(outcome().handled()).isNull();
		assertThat(outcome().cause()).isNull();
	}

	@Test
	void theSpanIsCurrentInTheChainAndWhenTheMeterIsCalled() throws Exception {
		Span[] current = new Span[1];
		this.filter.doFilter(this.request, this.response, (req, res) -> current[0] = Span.current());
		assertThat(current[0].getSpanContext().getSpanId()).isEqualTo(this.spans.single("http.server").getSpanId());
		assertThat(Span.current().getSpanContext().isValid()).isFalse();
	}

	@Test
	void theCallersTraceIsContinued() throws Exception {
		this.request.addHeader("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
		this.filter.doFilter(this.request, this.response, route("/a"));
		assertThat(this.spans.single("http.server")).hasTraceId("0af7651916cd43dd8448eb211c80319c").hasRemoteParent();
	}

	@Test
	void aPropagatorThatNamesItsHeadersIsAskedOnlyWhereThereIsOne() {
		CallerContext<HttpServletRequest> callerContext = new CallerContext<>(new FailingPropagator(List.of("x-trace")),
				ServletRequestGetter.INSTANCE, new ContextLeaks());
		assertThat(callerContext.of(this.request)).isSameAs(Context.current());
		this.request.addHeader("X-Trace", "1");
		assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> callerContext.of(this.request));
	}

	@Test
	void anExceptionPassesThroughUntouchedAndIsNoted() {
		ServletException wrapper = new ServletException(new IllegalStateException("boom"));
		assertThatExceptionOfType(ServletException.class)
			.isThrownBy(() -> this.filter.doFilter(this.request, this.response, failing(wrapper)))
			.isSameAs(wrapper);
		assertThat(this.spans.single("http.server")).isError()
			.hasException(IllegalStateException.class, "boom")
			.hasAttribute("error.type", "java.lang.IllegalStateException")
			.hasAttribute("http.status_code", 500)
			.hasAttribute("telemetry.http.status_estimated", true);
		assertThat(outcome().error()).isInstanceOf(IllegalStateException.class);
		assertThat(outcome().status()).isEqualTo(500);
	}

	@Test
	void anExceptionOverridesAStatusThatWasSetBefore() {
		assertThatExceptionOfType(IllegalStateException.class)
			.isThrownBy(() -> this.filter.doFilter(this.request, this.response, (req, res) -> {
				((HttpServletResponse) res).setStatus(404);
				throw new IllegalStateException("boom");
			}));
		assertThat(outcome().status()).isEqualTo(500);
	}

	@Test
	void anErrorPassesThroughUntouchedAndIsNoted() {
		StackOverflowError error = new StackOverflowError();
		assertThatExceptionOfType(StackOverflowError.class)
			.isThrownBy(() -> this.filter.doFilter(this.request, this.response, failing(error)))
			.isSameAs(error);
		assertThat(this.spans.single("http.server")).isError();
	}

	@Test
	void anExceptionAfterTheResponseWasCommittedKeepsTheStatusOfTheWire() {
		FilterChain chain = (req, res) -> {
			res.flushBuffer();
			throw new IOException("late");
		};
		assertThatExceptionOfType(IOException.class)
			.isThrownBy(() -> this.filter.doFilter(this.request, this.response, chain));
		assertThat(this.spans.single("http.server")).isError()
			.hasAttribute("http.status_code", 200)
			.hasNoAttribute("telemetry.http.status_estimated");
	}

	@Test
	void aServerErrorStatusIsAnError() throws Exception {
		this.filter.doFilter(this.request, this.response, status(503));
		assertThat(this.spans.single("http.server")).isError().hasAttribute("error.type", "503");
	}

	@Test
	void aClientErrorStatusIsNoError() throws Exception {
		this.filter.doFilter(this.request, this.response, status(404));
		assertThat(this.spans.single("http.server")).isNotError()
			.hasAttribute("http.route", "NOT_FOUND")
			.hasNoAttribute("error.type");
	}

	@Test
	void anExceptionThatTheFrameworkReportsIsNoted() throws Exception {
		IllegalStateException handled = new IllegalStateException("handled");
		this.filter.doFilter(this.request, this.response, (req, res) -> {
			req.setAttribute(RequestDispatcher.ERROR_EXCEPTION, handled);
			((HttpServletResponse) res).setStatus(409);
		});
		assertThat(this.spans.single("http.server")).isError()
			.hasException(IllegalStateException.class, "handled")
			.hasAttribute("http.status_code", 409);
		assertThat(outcome().error()).isSameAs(handled);
	}

	@Test
	void unmatchedRequestsGetAWordThatNoClientChooses() throws Exception {
		this.filter.doFilter(this.request, this.response, status(200));
		this.filter.doFilter(new MockHttpServletRequest("GET", "/x"), new MockHttpServletResponse(), status(302));
		assertThat(this.meter.outcomes()).extracting(RequestOutcome::pattern).containsExactly("UNKNOWN", "REDIRECTION");
	}

	@Test
	void anUnknownMethodIsReplaced() throws Exception {
		this.request.setMethod("BREW" + "X".repeat(3000));
		this.filter.doFilter(this.request, this.response, route("/a"));
		assertThat(this.spans.single("http.server")).hasAttribute("http.method", "_OTHER")
			.hasAttribute("http.request.method", "_OTHER");
	}

	@Test
	void theRouteHasTheContextPathButThePatternHasNot() throws Exception {
		this.request.setContextPath("/shop");
		this.filter.doFilter(this.request, this.response, route("/orders/{id}"));
		assertThat(outcome().pattern()).isEqualTo("/orders/{id}");
	}

	@Test
	void theFirstPatternStands() throws Exception {
		this.request.setAsyncSupported(true);
		this.filter.doFilter(this.request, this.response, (req, res) -> {
			req.startAsync();
			req.setAttribute("pattern", "/orders/{id}");
		});
		this.request.setDispatcherType(DispatcherType.ERROR);
		this.filter.doFilter(this.request, this.response, route("/error"));
		async().complete();
		assertThat(this.meter.outcomes()).extracting(RequestOutcome::pattern).containsExactly("/orders/{id}");
	}

	@Test
	void anErrorDispatchRunsInTheContextOfTheRequest() throws Exception {
		this.filter.doFilter(this.request, this.response, status(200));
		this.request.setDispatcherType(DispatcherType.ERROR);
		Span[] current = new Span[1];
		this.filter.doFilter(this.request, this.response, (req, res) -> current[0] = Span.current());
		assertThat(current[0].getSpanContext().getSpanId()).isEqualTo(this.spans.single("http.server").getSpanId());
	}

	@Test
	void anErrorDispatchOfARequestThatTheFilterNeverSawIsLeftAlone() throws Exception {
		this.request.setDispatcherType(DispatcherType.ERROR);
		this.filter.doFilter(this.request, this.response, status(405));
		assertThat(this.spans.spans()).isEmpty();
		assertThat(this.meter.startedCount()).isZero();
	}

	@Test
	void aFilterThatIsRegisteredTwiceObservesOnce() throws Exception {
		this.filter.doFilter(this.request, this.response,
				(req, res) -> this.filter.doFilter(req, res, route("/orders/{id}")));
		assertThat(this.spans.spans()).hasSize(1);
		assertThat(this.meter.outcomes()).hasSize(1);
	}

	@Test
	void anAsynchronousRequestEndsWhenItCompletes() throws Exception {
		this.request.setAsyncSupported(true);
		this.filter.doFilter(this.request, this.response, (req, res) -> req.startAsync());
		assertThat(this.spans.spans()).isEmpty();
		this.response.setStatus(202);
		async().complete();
		assertThat(this.spans.single("http.server")).hasAttribute("http.status_code", 202);
		assertThat(this.meter.outcomes()).hasSize(1);
	}

	@Test
	void anExceptionAfterStartAsyncEndsTheRequestOnce() {
		this.request.setAsyncSupported(true);
		assertThatExceptionOfType(IllegalStateException.class)
			.isThrownBy(() -> this.filter.doFilter(this.request, this.response, (req, res) -> {
				req.startAsync();
				throw new IllegalStateException("after start");
			}));
		this.response.setStatus(500);
		async().complete();
		assertThat(this.spans.single("http.server")).isError().hasException(IllegalStateException.class);
		assertThat(this.meter.outcomes()).hasSize(1);
	}

	@Test
	void anExcludedPathIsMeasuredButNotTraced() throws Exception {
		this.request.setRequestURI("/actuator/prometheus");
		Span[] current = new Span[1];
		this.filter.doFilter(this.request, this.response, (req, res) -> current[0] = Span.current());
		assertThat(this.spans.spans()).isEmpty();
		assertThat(current[0].getSpanContext().isValid()).isTrue();
		assertThat(current[0].getSpanContext().isSampled()).isFalse();
		assertThat(this.meter.outcomes()).hasSize(1);
	}

	@Test
	void anExcludedPathEndsAtASegment() throws Exception {
		this.request.setRequestURI("/actuators");
		this.filter.doFilter(this.request, this.response, route("/actuators"));
		assertThat(this.spans.spans()).hasSize(1);
	}

	@Test
	void stableConventionsLeaveOutOurOwnNames() throws Exception {
		filter(new HttpServerSettings(HttpServerSettings.Conventions.STABLE, HttpServerSettings.SpanName.HTTP_SERVER,
				false, List.of()))
			.doFilter(this.request, this.response, route("/a"));
		assertThat(this.spans.single("http.server"))
			.doesNotHaveAttributes("http.method", "http.status_code", "http.duration_seconds")
			.hasAttribute("http.request.method", "GET");
	}

	@Test
	void aSpanCanBeNamedByItsRoute() throws Exception {
		filter(new HttpServerSettings(HttpServerSettings.Conventions.BOTH, HttpServerSettings.SpanName.ROUTE, false,
				List.of()))
			.doFilter(this.request, this.response, route("/orders/{id}"));
		assertThat(this.spans.single("GET /orders/{id}")).hasKind(SpanKind.SERVER);
	}

	@Test
	void aRouteBeginsWithThePathOfTheApplicationWhateverPrefixAClientNames() throws Exception {
		this.request.setContextPath("/evil-4711");
		filter(ROUTE_NAMES).doFilter(this.request, this.response, route("/orders/{id}"));
		assertThat(this.spans.single("GET /orders/{id}")).hasAttribute("http.route", "/orders/{id}");
	}

	@Test
	void aRouteBeginsWithThePathOfTheServletThatTheRequestIsForwardedTo() throws Exception {
		this.request.setHttpServletMapping(DispatchedRequest.mapping("/legacy/*"));
		this.filter.doFilter(this.request, this.response, forward("/api/*", route("/orders/{id}")));
		assertThat(this.spans.single("http.server")).hasAttribute("http.route", "/api/orders/{id}");
		assertThat(outcome().pattern()).isEqualTo("/orders/{id}");
	}

	@Test
	void aRouteBeginsWithThePathOfTheServletThatTheRequestIsDispatchedToLater() throws Exception {
		this.request.setAsyncSupported(true);
		this.request.setHttpServletMapping(DispatchedRequest.mapping("/legacy/*"));
		this.filter.doFilter(this.request, this.response, (req, res) -> req.startAsync());
		this.filter.doFilter(dispatched(DispatcherType.ASYNC, "/api/*"), this.response, route("/orders/{id}"));
		async().complete();
		assertThat(this.spans.single("http.server")).hasAttribute("http.route", "/api/orders/{id}");
	}

	@Test
	void aPageThatTheRequestIsForwardedToLeavesTheRouteAsItIs() throws Exception {
		this.request.setHttpServletMapping(DispatchedRequest.mapping("/api/*"));
		this.filter.doFilter(this.request, this.response, (req, res) -> {
			req.setAttribute("pattern", "/orders/{id}");
			forward("/pages/*", status(200)).doFilter(req, res);
		});
		assertThat(this.spans.single("http.server")).hasAttribute("http.route", "/api/orders/{id}");
	}

	@Test
	void whatAnErrorPageIsForwardedToIsNotTheRoute() throws Exception {
		this.request.setAsyncSupported(true);
		this.filter.doFilter(this.request, this.response, (req, res) -> req.startAsync());
		this.request.setAttribute(RequestDispatcher.ERROR_STATUS_CODE, 404);
		this.filter.doFilter(dispatched(DispatcherType.ERROR, "/*"), this.response, forward("/*", route("/page")));
		async().complete();
		assertThat(this.spans.single("http.server")).hasAttribute("http.route", "UNKNOWN");
	}

	@Test
	void anExceptionOfAForwardThatIsCaughtIsNoError() throws Exception {
		this.filter.doFilter(this.request, this.response,
				(req, res) -> assertThatExceptionOfType(IllegalStateException.class)
					.isThrownBy(() -> forward("/*", failing(new IllegalStateException("boom"))).doFilter(req, res)));
		assertThat(this.spans.single("http.server")).isNotError();
	}

	@Test
	void anUnknownMethodIsOnTheSpanAsItWasSentAndInNoName() throws Exception {
		this.request.setMethod("PROPFIND");
		filter(ROUTE_NAMES).doFilter(this.request, this.response, route("/orders/{id}"));
		assertThat(this.spans.single("HTTP /orders/{id}")).hasAttribute("http.request.method", "_OTHER")
			.hasAttribute("http.method", "_OTHER")
			.hasAttribute("http.request.method_original", "PROPFIND");
	}

	@Test
	void whatAClientMakesLongIsCut() throws Exception {
		this.request.setMethod("X".repeat(1_000));
		this.request.addHeader("User-Agent", "y".repeat(7_000));
		this.filter.doFilter(this.request, this.response, route("/orders/{id}"));
		assertThat(this.spans.single("http.server")).hasAttribute("http.request.method_original", "X".repeat(32))
			.hasAttribute("user_agent.original", "y".repeat(512));
	}

	@ParameterizedTest
	@CsvSource(textBlock = """
			/items/5;jsessionid=SECRET,       /items/5
			/items;v=1/5;jsessionid=SECRET/x, /items/5/x
			/;a;b/,                           //
			/items/5,                         /items/5
			""")
	void aPathIsWithoutItsParameters(String uri, String path) throws Exception {
		this.request.setRequestURI(uri);
		this.filter.doFilter(this.request, this.response, route("/items/{id}"));
		assertThat(this.spans.single("http.server")).hasAttribute("url.path", path);
	}

	@ParameterizedTest
	@CsvSource({ "127.0.0.1, 127.0.0.1", "2001:db8::1, 2001:db8::1", "[2001:db8::1], 2001:db8::1" })
	void theClientsAddressIsOnTheSpanWhenSwitchedOn(String peer, String address) throws Exception {
		this.request.setRemoteAddr(peer);
		filter(new HttpServerSettings(HttpServerSettings.Conventions.BOTH, HttpServerSettings.SpanName.HTTP_SERVER,
				true, List.of()))
			.doFilter(this.request, this.response, route("/a"));
		assertThat(this.spans.single("http.server")).hasAttribute("client.address", address);
	}

	private TelemetryFilter filter(HttpServerSettings settings) {
		return filter(settings, RootDecider.BY_SAMPLER);
	}

	private TelemetryFilter filter(HttpServerSettings settings, RootDecider decider) {
		return new TelemetryFilter(this.openTelemetry, decider, this.meter,
				(req) -> (String) req.getAttribute("pattern"), settings, this.hook, this.failures);
	}

	private MockAsyncContext async() {
		MockAsyncContext context = (MockAsyncContext) this.request.getAsyncContext();
		assertThat(context).isNotNull();
		return context;
	}

	private RequestOutcome outcome() {
		assertThat(this.meter.outcomes()).hasSize(1);
		return this.meter.outcomes().get(0);
	}

	private FilterChain forward(String servlet, FilterChain target) {
		return (req, res) -> this.filter.doFilter(dispatched(DispatcherType.FORWARD, servlet), res, target);
	}

	private HttpServletRequest dispatched(DispatcherType type, String servlet) {
		return new DispatchedRequest(this.request, type, servlet);
	}

	private static FilterChain route(String pattern) {
		return (req, res) -> req.setAttribute("pattern", pattern);
	}

	private static FilterChain status(int status) {
		return (req, res) -> ((HttpServletResponse) res).setStatus(status);
	}

	private static FilterChain failing(Throwable failure) {
		return (req, res) -> TelemetryFilterTests.<RuntimeException>rethrow(failure);
	}

	@SuppressWarnings("unchecked")
	private static <T extends Throwable> void rethrow(Throwable failure) throws T {
		throw (T) failure;
	}

}
