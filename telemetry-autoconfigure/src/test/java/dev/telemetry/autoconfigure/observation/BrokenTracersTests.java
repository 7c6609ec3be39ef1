package dev.telemetry.autoconfigure.observation;

import io.micrometer.observation.Observation.Context;
import io.micrometer.tracing.CurrentTraceContext;
import io.micrometer.tracing.Span;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.handler.TracingObservationHandler;
import org.junit.jupiter.api.Test;

import dev.telemetry.health.InternalFailures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.willThrow;
import static org.mockito.Mockito.mock;

/**
 * A context that cannot be made current, or left, is no failure of what is observed.
 */
@SuppressWarnings("unchecked")
class BrokenTracersTests {

	private final InternalFailures failures = new InternalFailures();

	private final Tracer tracer = mock();

	private final CurrentTraceContext.Scope scope = mock();

	private final Context context = new Context();

	@Test
	void aRequestGoesOn() {
		goesOn(new ServerTracingHandler<>(Context.class, () -> mock(ObservedServer.class), this.tracer, this.failures));
	}

	@Test
	void whatIsRecordedGoesOn() {
		ObservedOperation<Context> operation = mock();
		goesOn(new RecordingObservationHandler<>(operation, this.tracer, (context, span) -> {
		}, this.failures));
	}

	private void goesOn(TracingObservationHandler<Context> handler) {
		given(this.tracer.currentTraceContext()).willThrow(new IllegalStateException("boom"));
		willThrow(new IllegalStateException("boom")).given(this.scope).close();
		TracingObservationHandler.TracingContext tracing = handler.getTracingContext(this.context);
		tracing.setSpan(mock(Span.class));
		tracing.setSpanAndScope(mock(Span.class), this.scope);
		handler.onScopeOpened(this.context);
		handler.onScopeClosed(this.context);
		assertThat(this.failures.count()).isEqualTo(2);
	}

}
