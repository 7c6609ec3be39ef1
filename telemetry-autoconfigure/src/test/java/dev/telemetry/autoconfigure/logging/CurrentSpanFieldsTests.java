package dev.telemetry.autoconfigure.logging;

import java.util.List;
import java.util.Map;

import io.micrometer.tracing.otel.bridge.EventListener;
import io.micrometer.tracing.otel.bridge.EventPublishingContextWrapper;
import io.micrometer.tracing.otel.bridge.Slf4JEventListener;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextStorage;
import io.opentelemetry.context.Scope;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Several applications in one process: each has a listener, and the listeners of all of
 * them get the events of each scope, one within the other, as Spring Boot has it.
 */
@SuppressWarnings("MustBeClosedChecker")
class CurrentSpanFieldsTests {

	private static final Context OUTER = span("000000000000000a");

	private static final Context INNER = span("000000000000000b");

	private final CurrentSpanFields first = new CurrentSpanFields(LoggingContextIds.SNAKE);

	private final CurrentSpanFields second = new CurrentSpanFields(LoggingContextIds.SNAKE);

	@BeforeEach
	@AfterEach
	void clear() {
		MDC.clear();
		ContextStorage.defaultStorage().attach(Context.root());
		attach(OUTER, new CurrentSpanFields(LoggingContextIds.SNAKE)).close();
	}

	@Test
	void theIdsOfTheOuterSpanAreThereAgainAfterTheInnerOne() {
		try (Scope outer = attach(OUTER, this.first, this.second)) {
			try (Scope inner = attach(INNER, this.first, this.second)) {
				assertThat(MDC.get("span_id")).isEqualTo("000000000000000b");
			}
			assertThat(MDC.get("span_id")).isEqualTo("000000000000000a");
		}
		assertThat(MDC.getCopyOfContextMap()).isNullOrEmpty();
	}

	@Test
	void valuesOfTheApplicationAreThereAgainWithinAndAfterTheSpan() {
		MDC.put("trace_id", "mine");
		try (Scope outer = attach(OUTER, this.first, this.second)) {
			MDC.put("trace_id", "inside");
			attach(INNER, this.first, this.second).close();
			assertThat(MDC.get("trace_id")).isEqualTo("inside");
		}
		assertThat(MDC.getCopyOfContextMap()).containsOnly(Map.entry("trace_id", "mine"));
	}

	@Test
	void theIdsAreThereAgainAfterWorkThatBelongsToNoSpan() {
		try (Scope outer = attach(OUTER, this.first, this.second)) {
			try (Scope root = attach(Context.root(), this.first, this.second)) {
				attach(INNER, this.first, this.second).close();
				assertThat(MDC.getCopyOfContextMap()).isNullOrEmpty();
			}
			assertThat(MDC.get("span_id")).isEqualTo("000000000000000a");
		}
		assertThat(MDC.getCopyOfContextMap()).isNullOrEmpty();
	}

	@Test
	void anApplicationThatStartsWithinASpanChangesNothing() {
		MDC.put("trace_id", "mine");
		try (Scope outer = attach(OUTER, this.first)) {
			try (Scope inner = attach(INNER, this.first, this.second)) {
				assertThat(MDC.get("span_id")).isEqualTo("000000000000000b");
			}
			assertThat(MDC.get("span_id")).isEqualTo("000000000000000a");
		}
		assertThat(MDC.getCopyOfContextMap()).containsOnly(Map.entry("trace_id", "mine"));
	}

	@Test
	void anApplicationThatIsClosedWithinASpanLeavesTheIdsToTheOther() {
		MDC.put("trace_id", "mine");
		try (Scope outer = attach(OUTER, this.first, this.second)) {
			this.first.close();
			try (Scope inner = attach(INNER, this.second)) {
				assertThat(MDC.get("span_id")).isEqualTo("000000000000000b");
			}
			assertThat(MDC.get("span_id")).isEqualTo("000000000000000a");
		}
		assertThat(MDC.getCopyOfContextMap()).containsOnly(Map.entry("trace_id", "mine"));
	}

	@Test
	void anApplicationThatIsClosedWithinASpanLeavesNoIdsInWorkThatBelongsToNone() {
		try (Scope outer = attach(OUTER, this.first, this.second)) {
			this.first.close();
			try (Scope root = attach(Context.root(), this.second)) {
				assertThat(MDC.getCopyOfContextMap()).isNullOrEmpty();
			}
			assertThat(MDC.get("span_id")).isEqualTo("000000000000000a");
		}
		assertThat(MDC.getCopyOfContextMap()).isNullOrEmpty();
	}

	@Test
	void anApplicationThatIsClosedWithinItsSpanEndsIt() {
		MDC.put("trace_id", "mine");
		try (Scope outer = attach(OUTER, this.first)) {
			this.first.close();
			attach(INNER, this.second).close();
			assertThat(MDC.get("span_id")).isEqualTo("000000000000000a");
		}
		assertThat(MDC.getCopyOfContextMap()).containsOnly(Map.entry("trace_id", "mine"));
	}

	@Test
	void anApplicationThatIsClosedWithinASpanOfAnotherChangesNothing() {
		MDC.put("trace_id", "mine");
		try (Scope outer = attach(OUTER, this.first, this.second)) {
			this.second.close();
		}
		assertThat(MDC.getCopyOfContextMap()).containsOnly(Map.entry("trace_id", "mine"));
	}

	@Test
	void aScopeThatAnApplicationHasLeftOpenDoesNotKeepTheNextFromTheThread() {
		attach(OUTER, this.first);
		MDC.clear();
		try (Scope root = attach(Context.root(), this.second)) {
			try (Scope inner = attach(INNER, this.second)) {
				assertThat(MDC.get("span_id")).isEqualTo("000000000000000b");
			}
			assertThat(MDC.getCopyOfContextMap()).isNullOrEmpty();
		}
	}

	@Test
	void aListenerOfAnotherClassForTheSameKeysIsNotTakenForTheApplication() {
		CurrentSpanFields ours = new CurrentSpanFields(LoggingContextIds.BOOT);
		Slf4JEventListener boots = new Slf4JEventListener();
		for (List<EventListener> order : List.of(List.<EventListener>of(ours, boots),
				List.<EventListener>of(boots, ours))) {
			EventListener[] listeners = order.toArray(new EventListener[0]);
			try (Scope outer = attach(OUTER, listeners)) {
				attach(INNER, listeners).close();
				assertThat(MDC.get("spanId")).isEqualTo("000000000000000a");
			}
			assertThat(MDC.getCopyOfContextMap()).isNullOrEmpty();
		}
	}

	private static Scope attach(Context context, EventListener... listeners) {
		ContextStorage storage = ContextStorage.defaultStorage();
		for (EventListener listener : listeners) {
			storage = new EventPublishingContextWrapper(listener::onEvent).apply(storage);
		}
		return storage.attach(context);
	}

	private static Context span(String spanId) {
		return Context.root()
			.with(Span.wrap(SpanContext.create("0000000000000000000000000000000a", spanId, TraceFlags.getSampled(),
					TraceState.getDefault())));
	}

}
