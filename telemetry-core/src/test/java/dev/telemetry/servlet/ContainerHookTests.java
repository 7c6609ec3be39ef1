package dev.telemetry.servlet;

import java.io.IOException;
import java.util.List;
import java.util.Objects;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.FilterChain;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockAsyncContext;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

import dev.telemetry.decision.RootDecider;
import dev.telemetry.health.InternalFailures;
import dev.telemetry.request.HttpServerSettings;
import dev.telemetry.test.RecordedSpans;

import static dev.telemetry.test.TelemetryAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ContainerHookTests {

	private static final FilterChain FAILING = (request, response) -> {
		throw new IllegalStateException("boom");
	};

	private final RecordedSpans spans = new RecordedSpans();

	private final OpenTelemetry openTelemetry = new TestOpenTelemetry(this.spans.newTracerProvider());

	private final RecordingMeter meter = new RecordingMeter();

	private final ContainerHook hook = new ContainerHook();

	private final MockHttpServletRequest request = new MockHttpServletRequest("GET", "/orders/17");

	private final MockHttpServletResponse response = new MockHttpServletResponse();

	private final TelemetryFilter filter = new TelemetryFilter(this.openTelemetry, RootDecider.BY_SAMPLER, this.meter,
			(req) -> null, new HttpServerSettings(HttpServerSettings.Conventions.BOTH,
					HttpServerSettings.SpanName.HTTP_SERVER, false, List.of()),
			this.hook, new InternalFailures());

	@AfterEach
	void theThreadIsClean() {
		assertThat(Context.current()).isSameAs(Context.root());
	}

	@Test
	void anExceptionEndsTheSpanWhenTheContainerHasAnswered() {
		this.hook.dispatchBegins(true);
		fail();
		assertThat(this.spans.spans()).isEmpty();
		this.response.setStatus(503);
		this.response.setCommitted(true);
		this.hook.dispatchEnds(ContainerHook.UNKNOWN);
		assertThat(this.spans.single("http.server")).hasAttribute("http.status_code", 503)
			.doesNotHaveAttributes("telemetry.http.status_estimated");
	}

	@Test
	void theSpanIsCurrentUntilTheContainerIsDone() {
		this.hook.dispatchBegins(true);
		fail();
		assertThat(Span.current().getSpanContext().isValid()).isTrue();
		this.hook.dispatchEnds(ContainerHook.UNKNOWN);
		assertThat(Span.current().getSpanContext().isValid()).isFalse();
	}

	@Test
	void theScopeOfAFilterFurtherOutIsLeftToIt() {
		this.hook.dispatchBegins(true);
		Context outer = Context.root().with(Baggage.builder().put("team", "blue").build());
		try (Scope scope = outer.makeCurrent()) {
			fail();
			assertThat(Context.current()).isSameAs(outer);
		}
		assertThat(Context.current()).isSameAs(Context.root());
		this.hook.dispatchEnds(ContainerHook.UNKNOWN);
		assertThat(this.spans.spans()).hasSize(1);
	}

	@Test
	void anErrorStatusThatAnErrorPageMayStillChangeWaitsToo() throws Exception {
		this.hook.dispatchBegins(true);
		this.filter.doFilter(this.request, this.response, (req, res) -> ((HttpServletResponse) res).sendError(404));
		assertThat(this.spans.spans()).isEmpty();
		this.hook.dispatchEnds(ContainerHook.UNKNOWN);
		assertThat(this.spans.single("http.server")).hasAttribute("http.status_code", 404);
	}

	@Test
	void aStatusThatTheContainerChangesAfterItWasSentIsNotTheOneOfTheWire() throws Exception {
		this.hook.dispatchBegins(true);
		long committed = System.nanoTime();
		this.filter.doFilter(this.request, this.response, (req, res) -> ((HttpServletResponse) res).setStatus(409));
		this.response.setStatus(500);
		this.hook.dispatchEnds(committed);
		assertThat(this.spans.single("http.server")).hasAttribute("http.status_code", 409);
	}

	@Test
	void whatIsDoneTwiceEndsOnce() {
		this.hook.dispatchBegins(true);
		fail();
		this.hook.dispatchEnds(ContainerHook.UNKNOWN);
		this.hook.dispatchEnds(ContainerHook.UNKNOWN);
		assertThat(this.spans.spans()).hasSize(1);
		assertThat(this.meter.outcomes()).hasSize(1);
	}

	@Test
	void anExceptionThatTheContainerDoesNotAnswerIsA500ForAllThatIsKnown() {
		this.hook.dispatchBegins(true);
		fail();
		this.hook.dispatchEnds(ContainerHook.UNKNOWN);
		assertThat(this.spans.single("http.server")).hasAttribute("http.status_code", 500)
			.hasAttribute("telemetry.http.status_estimated", true);
	}

	@Test
	void aDispatchWithinAnotherEndsNothing() {
		this.hook.dispatchBegins(true);
		this.hook.dispatchBegins(true);
		fail();
		this.hook.dispatchEnds(ContainerHook.UNKNOWN);
		assertThat(this.spans.spans()).isEmpty();
		this.hook.dispatchEnds(ContainerHook.UNKNOWN);
		assertThat(this.spans.spans()).hasSize(1);
	}

	@Test
	void aRequestThatNoContainerBroughtDoesNotWait() throws Exception {
		this.hook.dispatchBegins(true);
		this.hook.dispatchEnds(ContainerHook.UNKNOWN);
		this.filter.doFilter(this.request, this.response, (req, res) -> ((HttpServletResponse) res).sendError(404));
		assertThat(this.spans.spans()).hasSize(1);
	}

	@Test
	void withoutAContainerAnErrorMayStillBecomeAnother() throws Exception {
		this.filter.doFilter(this.request, this.response, (req, res) -> ((HttpServletResponse) res).setStatus(404));
		assertThat(this.spans.single("http.server")).hasAttribute("http.status_code", 404)
			.hasAttribute("telemetry.http.status_estimated", true);
	}

	@Test
	void withoutAContainerTheFilterEndsTheSpanWithTheStatusThatItExpects() {
		fail();
		assertThat(this.spans.single("http.server")).hasAttribute("http.status_code", 500)
			.hasAttribute("telemetry.http.status_estimated", true);
	}

	@Test
	void aRequestThatIsNoErrorDoesNotWait() throws Exception {
		this.hook.dispatchBegins(true);
		this.filter.doFilter(this.request, this.response, (req, res) -> {
		});
		assertThat(this.spans.spans()).hasSize(1);
	}

	@Test
	void anAsynchronousRequestThatIsNeverCompletedEndsWithTheResponseOfTheContainer() throws Exception {
		LostResponse lost = new LostResponse(false);
		startAsync(lost);
		assertThat(this.spans.spans()).isEmpty();
		lost.end();
		assertThat(this.spans.single("http.server")).isNotError().hasAttribute("http.status_code", 200);
	}

	@Test
	void anAsynchronousRequestThatIsCompletedEndsOnce() throws Exception {
		LostResponse lost = new LostResponse(false);
		startAsync(lost).complete();
		lost.end();
		assertThat(this.spans.spans()).hasSize(1);
		assertThat(this.meter.outcomes()).hasSize(1);
	}

	@Test
	void anErrorThatTheContainerGivesARequestUpWithEndsIt() throws Exception {
		error(startAsync(new LostResponse(true)));
		assertThat(this.spans.single("http.server")).isNotError().hasAttribute("http.status_code", 200);
		assertThat(this.meter.outcomes()).hasSize(1);
	}

	@Test
	void anErrorAfterWhichTheContainerGoesOnEndsNothing() throws Exception {
		MockAsyncContext async = startAsync(new LostResponse(false));
		error(async);
		assertThat(this.spans.spans()).isEmpty();
		async.complete();
		assertThat(this.spans.single("http.server")).isNotError();
	}

	private MockAsyncContext startAsync(ContainerResponse container) throws Exception {
		this.request.setAsyncSupported(true);
		this.hook.dispatchBegins(false, container);
		this.filter.doFilter(this.request, this.response, (req, res) -> {
			req.startAsync();
			res.flushBuffer();
		});
		this.hook.dispatchEnds(ContainerHook.UNKNOWN);
		return (MockAsyncContext) Objects.requireNonNull(this.request.getAsyncContext());
	}

	private void error(MockAsyncContext async) throws IOException {
		AsyncEvent event = new AsyncEvent(async, this.request, this.response, new IOException("reset"));
		for (AsyncListener listener : async.getListeners()) {
			listener.onError(event);
		}
	}

	private void fail() {
		assertThatExceptionOfType(IllegalStateException.class)
			.isThrownBy(() -> this.filter.doFilter(this.request, this.response, FAILING));
	}

	/**
	 * The response of a container that does not complete each request that fails.
	 */
	private static final class LostResponse implements ContainerResponse {

		private final boolean givenUp;

		private @Nullable Runnable action;

		LostResponse(boolean givenUp) {
			this.givenUp = givenUp;
		}

		@Override
		public long committedNanos() {
			return ContainerHook.UNKNOWN;
		}

		@Override
		public void atEnd(Runnable action) {
			this.action = action;
		}

		@Override
		public boolean isGivenUp() {
			return this.givenUp;
		}

		void end() {
			Objects.requireNonNull(this.action).run();
		}

	}

}
