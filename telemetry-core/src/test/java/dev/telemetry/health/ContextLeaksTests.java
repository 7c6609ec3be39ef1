package dev.telemetry.health;

import java.lang.management.ManagementFactory;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.sun.management.ThreadMXBean;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.trace.ReadableSpan;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

import dev.telemetry.UnexportedSpans;
import dev.telemetry.test.NoTelemetryLeaks;

import static org.assertj.core.api.Assertions.assertThat;

@NoTelemetryLeaks
@SuppressWarnings("MustBeClosedChecker")
class ContextLeaksTests {

	private static final String TRACE_ID = "0af7651916cd43dd8448eb211c80319c";

	private final Logger logger = (Logger) LoggerFactory.getLogger(ContextLeaks.class);

	private final ListAppender<ILoggingEvent> appender = new ListAppender<>();

	private final Tracer tracer = UnexportedSpans.provider().build().get("test");

	private final ContextLeaks leaks = new ContextLeaks();

	@BeforeEach
	void captureLog() {
		this.logger.setLevel(Level.INFO);
		this.appender.start();
		this.logger.addAppender(this.appender);
	}

	@AfterEach
	void releaseLog() {
		this.logger.detachAppender(this.appender);
	}

	@Test
	void aSpanThatIsNoneOfOursMayThrowWhateverItIsAsked() {
		Span odd = (Span) Proxy.newProxyInstance(Span.class.getClassLoader(), new Class<?>[] { Span.class },
				(proxy, method, arguments) -> {
					if (method.getName().equals("storeInContext")) {
						return InvocationHandler.invokeDefault(proxy, method, arguments);
					}
					throw new UnsupportedOperationException(method.getName());
				});
		Span root = this.tracer.spanBuilder("root").startSpan();
		root.makeCurrent();
		this.leaks.ended(root.getSpanContext(), SpanContext.getInvalid());
		try (Scope ignored = Context.root().with(odd).makeCurrent()) {
			this.leaks.ended(root.getSpanContext(), SpanContext.getInvalid());
			assertThat(this.leaks.begin("a recording")).isSameAs(Context.current());
			assertThat(this.leaks.enter("a request")).isSameAs(Context.current());
		}
		this.leaks.restore(Context.root(), "a test");
	}

	@Test
	void restoresTheContextOfTheEntryWhateverWasLeftOpenInside() {
		Context before = Context.current();
		Scope own = this.tracer.spanBuilder("job").startSpan().makeCurrent();
		this.tracer.spanBuilder("leaked").startSpan().makeCurrent();
		own.close();
		assertThat(this.leaks.restore(before, "a job")).isTrue();
		assertThat(Context.current()).isSameAs(before);
	}

	@Test
	void countsEachLeakButWarnsOnce() {
		for (int i = 0; i < 3; i++) {
			this.tracer.spanBuilder("leaked").startSpan().makeCurrent();
			this.leaks.restore(Context.root(), "a job");
		}
		assertThat(this.leaks.count()).isEqualTo(3);
		assertThat(this.appender.list).singleElement()
			.satisfies((event) -> assertThat(event.getFormattedMessage()).contains("around a job")
				.contains("telemetry.context.leaks"));
	}

	@Test
	void doesNothingWhereEachScopeIsClosed() {
		Context before = Context.current();
		this.tracer.spanBuilder("job").startSpan().makeCurrent().close();
		assertThat(this.leaks.restore(before, "a job")).isFalse();
		assertThat(this.leaks.count()).isZero();
	}

	@Test
	void aSpanThatHasEndedIsNotWhatWorkBeginsWith() {
		Span span = this.tracer.spanBuilder("leaked").startSpan();
		span.makeCurrent();
		span.end();
		assertThat(this.leaks.enter("a request")).isSameAs(Context.root());
		assertThat(Context.current()).isSameAs(Context.root());
		assertThat(this.leaks.count()).isOne();
	}

	@Test
	void whatGoesOnOrOnlyCarriesIdsStaysWhereItIs() {
		Span open = this.tracer.spanBuilder("open").startSpan();
		try (Scope scope = open.makeCurrent()) {
			assertThat(this.leaks.enter("a request")).isSameAs(Context.current());
		}
		Span local = Span
			.wrap(SpanContext.create(TRACE_ID, "b7ad6b7169203331", TraceFlags.getDefault(), TraceState.getDefault()));
		try (Scope scope = local.makeCurrent()) {
			assertThat(this.leaks.enter("a request")).isSameAs(Context.current());
		}
		assertThat(this.leaks.count()).isZero();
	}

	@Test
	void aRootThatEndsWhileItIsCurrentIsNotWhatLaterTasksBeginWith() {
		Span span = this.tracer.spanBuilder("leaked").startSpan();
		span.makeCurrent();
		end(span);
		assertThat(this.leaks.begin("a recording")).isSameAs(Context.root());
		assertThat(Context.current()).isSameAs(Context.root());
		assertThat(this.leaks.count()).isOne();
	}

	@Test
	void aRootThatHasEndedElsewhereMayHaveBeenHandedOver() {
		Span carried = this.tracer.spanBuilder("carried").startSpan();
		end(carried);
		try (Scope scope = carried.makeCurrent()) {
			assertThat(this.leaks.begin("a recording")).isSameAs(Context.current());
		}
		assertThat(this.leaks.count()).isZero();
	}

	@Test
	void aChildThatIsLeftOpenBelongsToWhatIsAroundIt() {
		Span outer = this.tracer.spanBuilder("outer").startSpan();
		Context before = Context.current();
		outer.makeCurrent();
		Span inner = this.tracer.spanBuilder("inner").startSpan();
		inner.makeCurrent();
		end(inner);
		assertThat(this.leaks.begin("a recording")).isSameAs(Context.current());
		assertThat(Span.current()).isSameAs(inner);
		this.leaks.restore(before, "a job");
	}

	private void end(Span span) {
		span.end();
		this.leaks.ended(span.getSpanContext(), ((ReadableSpan) span).getParentSpanContext());
	}

	@Test
	void allocatesNothingWithoutALeak() {
		ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
		Context before = Context.current();
		for (int i = 0; i < 20_000; i++) {
			this.leaks.restore(this.leaks.enter("a job"), "a job");
		}
		long start = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
		for (int i = 0; i < 1_000; i++) {
			this.leaks.restore(before, "a job");
		}
		assertThat(threads.getThreadAllocatedBytes(Thread.currentThread().getId()) - start).isLessThan(1_000);
	}

}
