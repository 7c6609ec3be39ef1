package dev.telemetry.autoconfigure.observation;

import java.util.List;

import io.micrometer.observation.Observation.Context;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.tracing.CurrentTraceContext;
import io.micrometer.tracing.Span;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.handler.TracingObservationHandler;
import org.junit.jupiter.api.Test;

import dev.telemetry.health.InternalFailures;
import dev.telemetry.record.Operation;
import dev.telemetry.record.Recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.BDDMockito.willThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.times;

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

	@Test
	void whatCannotBeDescribedEndsAllTheSame() {
		ObservedOperation<Context> operation = mock();
		Operation operated = mock();
		Recording recording = mock();
		given(operation.operation(this.context)).willReturn(operated);
		given(operated.start()).willReturn(recording);
		given(operated.start(any())).willReturn(recording);
		willThrow(new IllegalStateException("boom")).given(operation).end(this.context, recording);
		List<ObservationHandler<Context>> handlers = List
			.of(new RecordingObservationHandler<>(operation, this.tracer, (context, span) -> {
			}, this.failures), new MeasuringObservationHandler<>(operation, this.failures));
		for (ObservationHandler<Context> handler : handlers) {
			handler.onStart(this.context);
			handler.onStop(this.context);
		}
		then(recording).should(times(handlers.size())).close();
		assertThat(this.failures.count()).isEqualTo(handlers.size());
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
