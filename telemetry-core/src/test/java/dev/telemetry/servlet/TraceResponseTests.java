package dev.telemetry.servlet;

import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

import dev.telemetry.control.Adjustable;
import dev.telemetry.decision.RequestMeter;
import dev.telemetry.decision.RootDecider;
import dev.telemetry.health.InternalFailures;
import dev.telemetry.request.HttpServerSettings;
import dev.telemetry.request.HttpServerSettings.ResponseHeader;
import dev.telemetry.request.PathRules;
import dev.telemetry.test.RecordedSpans;

import static org.assertj.core.api.Assertions.assertThat;

class TraceResponseTests {

	private final RecordedSpans spans = new RecordedSpans();

	@Test
	void aResponseSaysNothingByDefault() throws Exception {
		assertThat(serve("/a", Set.of()).getHeaderNames()).isEmpty();
	}

	@Test
	void aResponseNamesItsSpan() throws Exception {
		MockHttpServletResponse response = serve("/a", Set.of(ResponseHeader.TRACERESPONSE));
		assertThat(response.getHeaderNames()).containsExactly("traceresponse");
		assertThat(response.getHeader("traceresponse")).matches("00-" + ids() + "-0[13]");
	}

	@Test
	void aBrowserCanReadIt() throws Exception {
		assertThat(serve("/a", Set.of(ResponseHeader.SERVER_TIMING)).getHeader("Server-Timing"))
			.matches("traceparent;desc=\"00-" + ids() + "-0[13]\"");
	}

	@Test
	void anExcludedPathSaysNothing() throws Exception {
		assertThat(serve("/actuator", Set.of(ResponseHeader.values())).getHeaderNames()).isEmpty();
	}

	private String ids() {
		return this.spans.single("http.server").getTraceId() + "-" + this.spans.single("http.server").getSpanId();
	}

	private MockHttpServletResponse serve(String path, Set<ResponseHeader> headers) throws Exception {
		MockHttpServletResponse response = new MockHttpServletResponse();
		new TelemetryFilter(new TestOpenTelemetry(this.spans.newTracerProvider()), RootDecider.BY_SAMPLER,
				RequestMeter.NOOP, (request) -> path,
				new HttpServerSettings(HttpServerSettings.Conventions.BOTH, HttpServerSettings.SpanName.HTTP_SERVER,
						false, List.of("/actuator"), headers, new Adjustable<>(PathRules.NONE), false),
				new ContainerHook(), new InternalFailures())
			.doFilter(new MockHttpServletRequest("GET", path), response, (req, res) -> {
			});
		return response;
	}

}
