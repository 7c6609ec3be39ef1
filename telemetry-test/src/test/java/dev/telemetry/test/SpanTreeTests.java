package dev.telemetry.test;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SpanTree}.
 */
class SpanTreeTests {

	private final RecordedSpans recorded = new RecordedSpans();

	private final Tracer tracer = this.recorded.newTracerProvider().get("test");

	@Test
	void saysSoWhenThereAreNoSpans() {
		assertThat(SpanTree.ofRecorded(List.of())).isEqualTo("(no spans)");
	}

	@Test
	void drawsChildrenBelowTheirParentsInTheOrderTheyStarted() {
		Span root = this.tracer.spanBuilder("GET /orders").setSpanKind(SpanKind.SERVER).startSpan();
		Span first = child(root, "load").setAttribute("rows", 3);
		child(first, "select").end();
		Span second = child(root, "pay").setStatus(StatusCode.ERROR, "declined");
		second.end();
		first.end();
		root.end();
		assertThat(SpanTree.ofRecorded(this.recorded.spans())).isEqualTo("""
				GET /orders (SERVER, UNSET) {}
				+- load (INTERNAL, UNSET) {rows=3}
				|  \\- select (INTERNAL, UNSET) {}
				\\- pay (INTERNAL, ERROR "declined") {}""");
	}

	@Test
	void drawsASpanWhoseParentIsMissingAsARoot() {
		child(this.tracer.spanBuilder("never ended").startSpan(), "orphan").end();
		assertThat(SpanTree.ofRecorded(this.recorded.spans())).isEqualTo("orphan (INTERNAL, UNSET) {}");
	}

	@Test
	void drawsSpansThatAreTheirOwnAncestorsOnce() {
		List<ReceivedSpan> cycle = List.of(received("a", "b", 1), received("b", "a", 2), received("c", "c", 3));
		assertThat(SpanTree.ofReceived(cycle).lines().map(String::strip)).containsExactly("a (INTERNAL, UNSET) {}",
				"\\- b (INTERNAL, UNSET) {}", "c (INTERNAL, UNSET) {}");
	}

	@Test
	void drawsSpansOfTheSameIdOnceEach() {
		List<ReceivedSpan> twice = List.of(received("a", "", 1), received("a", "", 2));
		assertThat(SpanTree.ofReceived(twice).lines()).hasSize(2);
	}

	@Test
	void cutsOffAfterAHundredSpans() {
		List<ReceivedSpan> many = new ArrayList<>();
		for (int i = 0; i < 120; i++) {
			many.add(received("span-" + i, "", i));
		}
		assertThat(SpanTree.ofReceived(many)).endsWith("... and 20 more").hasLineCount(101);
	}

	private Span child(Span parent, String name) {
		return this.tracer.spanBuilder(name).setParent(Context.root().with(parent)).startSpan();
	}

	private static ReceivedSpan received(String id, String parentId, long start) {
		return new ReceivedSpan("trace", id, parentId, "", 1, id, SpanKind.INTERNAL, start, start, Map.of(), List.of(),
				List.of(), StatusCode.UNSET, "", Map.of(), "test");
	}

}
