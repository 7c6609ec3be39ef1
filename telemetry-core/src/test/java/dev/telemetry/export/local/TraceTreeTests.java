package dev.telemetry.export.local;

import java.util.Collection;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.junit.jupiter.api.Test;

import dev.telemetry.export.HostileSpans;
import dev.telemetry.names.HttpServerAttributes;

import static org.assertj.core.api.Assertions.assertThat;

class TraceTreeTests {

	@Test
	void drawsChildrenBelowTheirParentsInTheOrderOfTheirStart() {
		DrawnSpans spans = new DrawnSpans();
		spans.add(0, "POST /orders", SpanKind.SERVER, 0, 43.629, this::failedOrder);
		spans.add(1, "GET partner /prices", SpanKind.CLIENT, 2, 10, (span) -> {
		});
		spans.add(2, "query", SpanKind.INTERNAL, 3, 0.05, (span) -> span.setAttribute("db.system", "h2"));
		spans.add(1, "job.run", SpanKind.INTERNAL, 20, 1500, (span) -> {
		});
		assertThat(draw(spans.inReverse())).containsExactly(
				"trace " + DrawnSpans.TRACE_ID + " of shop, 4 spans, 2026-11-21T05:23:28.139Z",
				"POST /orders (SERVER, 43.63 ms, ERROR \"out of stock\") span_id=0000000000000001",
				"|  http.method=POST http.route=/orders http.status_code=502",
				"|  event=exception exception.message=\"out of paper\" exception.type=java.lang.IllegalStateException",
				"+- GET partner /prices (CLIENT, 10.00 ms) span_id=0000000000000002",
				"|  \\- query (INTERNAL, 0.05 ms) span_id=0000000000000003", "|        db.system=h2",
				"\\- job.run (INTERNAL, 1.50 s) span_id=0000000000000004");
	}

	private void failedOrder(Span span) {
		span.setStatus(StatusCode.ERROR, "out of stock");
		span.setAttribute("http.status_code", 502).setAttribute("http.response.status_code", 502);
		span.setAttribute("http.method", "POST").setAttribute("http.request.method", "POST");
		span.setAttribute("http.route", "/orders");
		span.recordException(new IllegalStateException("out of paper"));
	}

	@Test
	void aStableNameWithoutOneOfOursIsPrinted() {
		DrawnSpans spans = new DrawnSpans();
		spans.add(0, "GET", SpanKind.CLIENT, 0, 1, (span) -> span.setAttribute("http.request.method", "GET"));
		assertThat(draw(spans.inReverse())).contains("   http.request.method=GET");
	}

	@Test
	void namesAParentThatIsNotAmongTheSpans() {
		DrawnSpans spans = new DrawnSpans().add(8, "a").add(9, "b").add(1, "c");
		assertThat(draw(spans.inReverse())).containsSubsequence(
				"a (INTERNAL, 1.00 ms) span_id=0000000000000001 parent_span_id=0000000000000008",
				"\\- c (INTERNAL, 1.00 ms) span_id=0000000000000003",
				"b (INTERNAL, 1.00 ms) span_id=0000000000000002 parent_span_id=0000000000000009");
	}

	@Test
	void drawsATreeForEachTrace() {
		List<SpanData> spans = Stream
			.concat(HostileSpans.numbered("other", 1).stream(),
					new DrawnSpans().add(0, "a").add(1, "b").inReverse().stream())
			.toList();
		assertThat(draw(spans)).filteredOn((line) -> line.startsWith("trace "))
			.hasSize(2)
			.first()
			.asString()
			.contains(spans.get(0).getTraceId(), ", 1 span, ");
	}

	@Test
	void wrapsAttributesBetweenPairs() {
		DrawnSpans spans = new DrawnSpans();
		spans.add(0, "wide", SpanKind.INTERNAL, 0, 1, (span) -> {
			IntStream.range(10, 40).forEach((i) -> span.setAttribute("key" + i, i));
			span.setAttribute("long", "x".repeat(200));
		});
		List<String> lines = draw(spans.inReverse());
		assertThat(lines).last().isEqualTo("   long=" + "x".repeat(200));
		assertThat(lines.subList(2, lines.size() - 1)).hasSize(3)
			.allMatch((line) -> line.length() <= 120 && line.matches(" {3}(key\\d+=\\d+ ?)+"));
		assertThat(String.join(" ", lines)).contains("key10=10").contains("key39=39");
	}

	@Test
	void theStackOfASlowRequestIsLeftOut() {
		DrawnSpans spans = new DrawnSpans();
		spans.add(0, "slow", SpanKind.SERVER, 0, 2500, (span) -> span.addEvent("http.server.slow_stack",
				Attributes.of(HttpServerAttributes.STACK, "at a\nat b", HttpServerAttributes.THREAD_NAME, "exec-1")));
		assertThat(draw(spans.inReverse())).last().isEqualTo("   event=http.server.slow_stack thread.name=exec-1");
	}

	@Test
	void aHostileSpanBeginsNoLineOfItsOwn() {
		List<SpanData> spans = HostileSpans.all();
		assertThat(draw(spans)).allMatch((line) -> line.matches("(trace |GET |plain | {3}).*"))
			.noneMatch((line) -> line.contains("\u2028") || line.chars().anyMatch(Character::isISOControl))
			.noneMatch((line) -> line.contains("exception.stacktrace"));
	}

	@Test
	void aCharacterOfTwoHalvesIsPrintedAndOneHalfIsNot() {
		SpanData span = HostileSpans.withAttribute("mood", "\uD83D\uDE00");
		assertThat(draw(List.of(span))).contains("   mood=\uD83D\uDE00");
		assertThat(draw(List.of(HostileSpans.withAttribute("mood", "so \uD83D\uDE00\uDE00\n"))))
			.contains("   mood=\"so \uD83D\uDE00\\ude00\\n\"");
	}

	@Test
	void aCycleOrATwinIsDrawnOnce() {
		List<SpanData> twice = Stream.generate(() -> new DrawnSpans().add(2, "a").add(1, "b").add(3, "self"))
			.limit(2)
			.flatMap((spans) -> spans.inReverse().stream())
			.toList();
		assertThat(draw(twice)).filteredOn((line) -> line.contains("span_id=")).hasSize(6);
	}

	@Test
	void whatIsNestedTooDeeplyIsDrawnAtTheLeft() {
		DrawnSpans spans = new DrawnSpans();
		IntStream.range(0, 5_000).forEach((parent) -> spans.add(parent, "nested"));
		List<String> lines = draw(spans.inReverse());
		assertThat(lines).hasSize(5_001).allMatch((line) -> line.length() < 160);
		assertThat(lines).filteredOn((line) -> line.startsWith("nested")).hasSize(200);
	}

	private static List<String> draw(Collection<SpanData> spans) {
		StringBuilder text = new StringBuilder();
		TraceTree.append(spans, text);
		return text.toString().lines().toList();
	}

}
