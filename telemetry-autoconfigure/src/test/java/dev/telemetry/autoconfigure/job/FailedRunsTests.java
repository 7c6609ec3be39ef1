package dev.telemetry.autoconfigure.job;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mockito.Mockito;

import dev.telemetry.record.Recording;
import dev.telemetry.test.NoTelemetryLeaks;
import dev.telemetry.test.RecordedSpans;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Who handles an exception sees the ids of the run that threw it.
 */
@NoTelemetryLeaks
class FailedRunsTests {

	private static final IllegalStateException SHARED = new IllegalStateException("shared");

	private final FailedRuns failedRuns = new FailedRuns(new TaskScopes(() -> TaskScopes.Tools.NONE));

	private final RecordedSpans spans = new RecordedSpans();

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void runsThatThrowOneExceptionHaveTheirOwnIds(boolean wrapped) throws Exception {
		Span first = span("first");
		Span second = span("second");
		CompletableFuture<Void> firstFailed = new CompletableFuture<>();
		CompletableFuture<Void> secondFailed = new CompletableFuture<>();
		CompletableFuture<String> firstHandled = new CompletableFuture<>();
		Thread thread = new Thread(() -> fail(first, () -> {
			firstFailed.complete(null);
			secondFailed.orTimeout(20, TimeUnit.SECONDS).join();
			firstHandled.complete(handledIn((wrapped) ? new IllegalArgumentException(SHARED) : SHARED));
		}));
		thread.start();
		firstFailed.get(20, TimeUnit.SECONDS);
		fail(second, () -> secondFailed.complete(null));
		assertThat(firstHandled.get(20, TimeUnit.SECONDS)).isEqualTo(first.getSpanContext().getSpanId());
		thread.join();
	}

	@Test
	void soHasWhatHandlesThemAroundTheTask() {
		Span run = span("run");
		List<String> handled = new ArrayList<>();
		this.failedRuns.task(() -> {
			assertThatExceptionOfType(IllegalStateException.class).isThrownBy(this.failedRuns.task(() -> {
				this.failedRuns.add(SHARED, recording(run));
				throw SHARED;
			})::run);
			CompletableFuture.runAsync(() -> this.failedRuns.add(SHARED, recording(span("other")))).join();
			handled.add(handledIn(SHARED));
		}).run();
		assertThat(handled).containsExactly(run.getSpanContext().getSpanId());
	}

	private void fail(Span run, Runnable handler) {
		this.failedRuns.task(() -> {
			this.failedRuns.add(SHARED, recording(run));
			handler.run();
		}).run();
	}

	private String handledIn(Throwable thrown) {
		try (Scope scope = this.failedRuns.enter(thrown)) {
			return Span.current().getSpanContext().getSpanId();
		}
	}

	private Span span(String name) {
		return this.spans.newTracerProvider().get("test").spanBuilder(name).setNoParent().startSpan();
	}

	private static Recording recording(Span span) {
		Recording recording = Mockito.mock(Recording.class);
		Mockito.when(recording.context()).thenReturn(Context.root().with(span));
		return recording;
	}

}
