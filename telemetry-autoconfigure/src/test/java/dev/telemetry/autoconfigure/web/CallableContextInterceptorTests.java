package dev.telemetry.autoconfigure.web;

import java.io.IOException;
import java.util.concurrent.Callable;

import io.micrometer.observation.ObservationRegistry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import jakarta.servlet.AsyncEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.mock.web.MockAsyncContext;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.web.context.request.ServletWebRequest;
import org.springframework.web.context.request.async.StandardServletAsyncWebRequest;

import dev.telemetry.health.ContextLeaks;
import dev.telemetry.health.InternalFailures;
import dev.telemetry.test.TelemetryLeakCheck;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(TelemetryLeakCheck.class)
class CallableContextInterceptorTests {

	private final Span span = Span.wrap(SpanContext.create("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331",
			TraceFlags.getSampled(), TraceState.getDefault()));

	private final InternalFailures failures = new InternalFailures();

	private final ContextLeaks leaks = new ContextLeaks();

	private final CallableContextInterceptor interceptor = new CallableContextInterceptor(this.leaks, this.failures,
			(context) -> true);

	private final Callable<String> task = () -> "done";

	private final RecyclableRequest request = new RecyclableRequest();

	private final ServletWebRequest webRequest = new ServletWebRequest(this.request);

	@Test
	void theTaskRunsInTheContextOfTheHandler() {
		handOver();
		this.interceptor.preProcess(this.webRequest, this.task);
		assertThat(Span.current()).isSameAs(this.span);
		this.interceptor.postProcess(this.webRequest, this.task, "done");
		assertThat(Span.current().getSpanContext().isValid()).isFalse();
	}

	@Test
	void whatTheExecutorCarriedAlongIsNotLeftOpenAlthoughItsSpanHasEnded() {
		handOver();
		Span carried = SdkTracerProvider.builder().build().get("test").spanBuilder("secured request").startSpan();
		carried.end();
		try (Scope scope = carried.makeCurrent()) {
			this.interceptor.preProcess(this.webRequest, this.task);
			assertThat(Span.current()).isSameAs(this.span);
			this.interceptor.postProcess(this.webRequest, this.task, "done");
			assertThat(Span.current()).isSameAs(carried);
		}
		assertThat(this.leaks.count()).isZero();
	}

	@Test
	void theThreadIsLeftCleanWhenTheContainerHasTakenTheRequestBack() {
		handOver();
		this.interceptor.preProcess(this.webRequest, this.task);
		this.request.recycled = true;
		this.interceptor.postProcess(this.webRequest, this.task, "done");
		assertThat(Span.current().getSpanContext().isValid()).isFalse();
		assertThat(this.failures.count()).isZero();
	}

	@Test
	void aRequestThatIsTakenBackBeforeTheTaskBeginsHarmsNothing() {
		handOver();
		this.request.recycled = true;
		this.interceptor.preProcess(this.webRequest, this.task);
		this.interceptor.postProcess(this.webRequest, this.task, "done");
		assertThat(this.failures.count()).isOne();
	}

	@Test
	void aTaskThatBeginsAfterItsRequestHasTimedOutIsNoFailure() throws IOException {
		handOver();
		MockHttpServletResponse response = new MockHttpServletResponse();
		StandardServletAsyncWebRequest over = new StandardServletAsyncWebRequest(this.request, response);
		over.onComplete(new AsyncEvent(new MockAsyncContext(this.request, response)));
		this.request.recycled = true;
		this.interceptor.preProcess(over, this.task);
		this.interceptor.postProcess(over, this.task, "done");
		CallableObservationInterceptor observing = new CallableObservationInterceptor(ObservationRegistry.create(),
				this.failures);
		observing.preProcess(over, this.task);
		observing.postProcess(over, this.task, "done");
		assertThat(this.failures.count()).isZero();
	}

	@Test
	void aRequestThatIsTakenBackWhileTheTaskBeginsLeavesTheThreadClean() {
		handOver();
		this.request.recycledAfter = 1;
		this.interceptor.preProcess(this.webRequest, this.task);
		this.interceptor.postProcess(this.webRequest, this.task, "done");
		assertThat(Span.current().getSpanContext().isValid()).isFalse();
		assertThat(this.failures.count()).isOne();
	}

	private void handOver() {
		try (Scope scope = this.span.makeCurrent()) {
			this.interceptor.beforeConcurrentHandling(this.webRequest, this.task);
		}
	}

	private static final class RecyclableRequest extends MockHttpServletRequest {

		private boolean recycled;

		private int recycledAfter = Integer.MAX_VALUE;

		@Override
		public Object getAttribute(String name) {
			if (this.recycled || this.recycledAfter-- == 0) {
				throw new IllegalStateException("recycled");
			}
			return super.getAttribute(name);
		}

	}

}
