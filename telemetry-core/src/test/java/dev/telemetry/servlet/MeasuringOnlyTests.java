package dev.telemetry.servlet;

import java.util.List;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

import dev.telemetry.decision.RootDecider;
import dev.telemetry.health.InternalFailures;
import dev.telemetry.request.HttpServerSettings;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Without OpenTelemetry the context belongs to whatever else traces.
 */
class MeasuringOnlyTests {

	private final RecordingMeter meter = new RecordingMeter();

	private final InternalFailures failures = new InternalFailures();

	private final TelemetryFilter filter = new TelemetryFilter(null, RootDecider.BY_SAMPLER, this.meter,
			(request) -> "/a", new HttpServerSettings(HttpServerSettings.Conventions.BOTH,
					HttpServerSettings.SpanName.HTTP_SERVER, false, List.of("/actuator")),
			new ContainerHook(), this.failures);

	@Test
	void aRequestIsMeasured() throws Exception {
		this.filter.doFilter(new MockHttpServletRequest("GET", "/a"), new MockHttpServletResponse(), (req, res) -> {
		});
		assertThat(this.meter.outcomes()).hasSize(1);
		assertThat(this.failures.count()).isZero();
	}

	@Test
	void theContextOfAnAgentStaysTheCurrentOne() throws Exception {
		Span foreign = Span.wrap(SpanContext.create("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331",
				TraceFlags.getSampled(), TraceState.getDefault()));
		Context[] seen = new Context[1];
		Context context = Context.root().with(foreign);
		try (Scope scope = context.makeCurrent()) {
			this.filter.doFilter(new MockHttpServletRequest("GET", "/actuator/health"), new MockHttpServletResponse(),
					(req, res) -> seen[0] = Context.current());
		}
		assertThat(seen[0]).isSameAs(context);
	}

}
