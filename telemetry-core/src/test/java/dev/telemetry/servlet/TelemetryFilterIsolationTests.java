package dev.telemetry.servlet;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.TracerProvider;
import io.opentelemetry.context.propagation.ContextPropagators;
import jakarta.servlet.FilterChain;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

import dev.telemetry.decision.RequestMeter;
import dev.telemetry.decision.RequestOutcome;
import dev.telemetry.decision.RootDecider;
import dev.telemetry.health.InternalFailures;
import dev.telemetry.request.HttpServerSettings;
import dev.telemetry.test.RecordedSpans;
import dev.telemetry.test.TelemetryLeakCheck;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever breaks inside of the filter, the request is served.
 */
@ExtendWith(TelemetryLeakCheck.class)
class TelemetryFilterIsolationTests {

	private final InternalFailures failures = new InternalFailures();

	private final RecordedSpans spans = new RecordedSpans();

	private final AtomicBoolean served = new AtomicBoolean();

	private MockHttpServletRequest request = new MockHttpServletRequest("GET", "/a");

	private MockHttpServletResponse response = new MockHttpServletResponse();

	private FilterChain chain = (request, response) -> this.served.set(true);

	@Test
	void aTracerThatFailsToLinkDoesNotBreakTheRequestWhichIsMeasured() throws Exception {
		RecordingMeter meter = new RecordingMeter();
		serve(new TestOpenTelemetry(new FailingTracerProvider()), meter, (request) -> null);
		assertThat(meter.outcomes()).hasSize(1);
	}

	@Test
	void aPropagatorThatFailsDoesNotBreakTheRequest() throws Exception {
		serve(new TestOpenTelemetry(TracerProvider.noop(), ContextPropagators.create(new FailingPropagator(List.of()))),
				RequestMeter.NOOP, (request) -> null);
	}

	@Test
	void aRoutePatternThatFailsDoesNotBreakTheRequest() throws Exception {
		serve(working(), RequestMeter.NOOP, (request) -> {
			throw new LinkageError("pattern");
		});
		assertThat(this.spans.spans()).hasSize(1);
	}

	@Test
	void aResponseThatFailsDoesNotBreakTheRequestAndTheExchangeEnds() throws Exception {
		RecordingMeter meter = new RecordingMeter();
		this.response = new MockHttpServletResponse() {

			@Override
			public int getStatus() {
				throw new IllegalStateException("recycled");
			}

		};
		serve(working(), meter, (request) -> null);
		assertThat(this.spans.spans()).hasSize(1);
		assertThat(meter.outcomes()).hasSize(1);
	}

	@Test
	void aRequestThatFailsAtTheEndIsMeasuredAllTheSame() throws Exception {
		RecordingMeter meter = new RecordingMeter();
		this.request = new MockHttpServletRequest("GET", "/a") {

			@Override
			public String getMethod() {
				if (TelemetryFilterIsolationTests.this.served.get()) {
					throw new IllegalStateException("recycled");
				}
				return super.getMethod();
			}

		};
		// Its outcome and its attributes.
		serve(working(), meter, (request) -> null, 2);
		assertThat(this.spans.spans()).hasSize(1);
		assertThat(meter.outcomes()).extracting(RequestOutcome::method).containsExactly(RequestOutcome.OTHER_METHOD);
	}

	@Test
	void anAsynchronousContextThatTakesNoListenerDoesNotBreakTheRequestAndTheExchangeEnds() throws Exception {
		this.request.setAsyncSupported(true);
		this.chain = (request, response) -> {
			request.startAsync();
			this.request.setAsyncContext(null);
			this.served.set(true);
		};
		serve(working(), RequestMeter.NOOP, (request) -> null);
		assertThat(this.spans.spans()).hasSize(1);
	}

	@Test
	void aMeterThatFailsDoesNotBreakTheRequestAndTheSpanEnds() throws Exception {
		serve(working(), new FailingMeter(), (request) -> null);
		assertThat(this.spans.spans()).hasSize(1);
	}

	@Test
	void aMeterThatFailsAtTheBeginningIsToldTheEndAllTheSame() throws Exception {
		RecordingMeter recording = new RecordingMeter();
		serve(working(), new RequestMeter() {

			@Override
			public void started() {
				throw new IllegalStateException("gauge");
			}

			@Override
			public void ended(RequestOutcome outcome) {
				recording.ended(outcome);
			}

		}, (request) -> null);
		assertThat(recording.outcomes()).hasSize(1);
		assertThat(this.spans.spans()).hasSize(1);
	}

	private OpenTelemetry working() {
		return new TestOpenTelemetry(this.spans.newTracerProvider());
	}

	private void serve(OpenTelemetry openTelemetry, RequestMeter meter, RoutePattern pattern) throws Exception {
		serve(openTelemetry, meter, pattern, 1);
	}

	private void serve(OpenTelemetry openTelemetry, RequestMeter meter, RoutePattern pattern, int failures)
			throws Exception {
		TelemetryFilter filter = new TelemetryFilter(openTelemetry, RootDecider.BY_SAMPLER, meter, pattern,
				new HttpServerSettings(HttpServerSettings.Conventions.BOTH, HttpServerSettings.SpanName.HTTP_SERVER,
						false, List.of()),
				new ContainerHook(), this.failures);
		filter.doFilter(this.request, this.response, this.chain);
		assertThat(this.served).isTrue();
		assertThat(this.failures.count()).isEqualTo(failures);
	}

	private static final class FailingTracerProvider implements TracerProvider {

		@Override
		public Tracer get(String name) {
			return (spanName) -> {
				throw new NoSuchMethodError("startSpan");
			};
		}

		@Override
		public Tracer get(String name, String version) {
			return get(name);
		}

	}

	private static final class FailingMeter implements RequestMeter {

		@Override
		public void started() {
		}

		@Override
		public void ended(RequestOutcome outcome) {
			throw new NoClassDefFoundError("Timer");
		}

	}

}
