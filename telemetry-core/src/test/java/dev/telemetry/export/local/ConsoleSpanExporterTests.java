package dev.telemetry.export.local;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import com.google.protobuf.util.JsonFormat;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import org.junit.jupiter.api.Test;

import dev.telemetry.UnexportedSpans;
import dev.telemetry.export.HostileSpans;
import dev.telemetry.names.HttpServerAttributes;

import static org.assertj.core.api.Assertions.assertThat;

class ConsoleSpanExporterTests {

	private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

	private final ConsoleSpanExporter exporter = new ConsoleSpanExporter(
			new PrintStream(this.bytes, true, StandardCharsets.UTF_8));

	@Test
	void printsTheSpansOfATraceInOneWriteAsATree() {
		DrawnSpans spans = new DrawnSpans().add(0, "parent").add(1, "child");
		assertThat(this.exporter.export(spans.inReverse()).isSuccess()).isTrue();
		assertThat(lines()).containsExactly(
				"trace " + DrawnSpans.TRACE_ID + " of shop, 2 spans, 2026-11-21T05:23:28.139Z",
				"parent (INTERNAL, 1.00 ms) span_id=0000000000000001",
				"\\- child (INTERNAL, 1.00 ms) span_id=0000000000000002");
	}

	@Test
	void printsJsonWhereTheConsoleIsJson() throws Exception {
		Tracer json = UnexportedSpans.provider()
			.setResource(Resource.builder().put("service.name", "shop").build())
			.addSpanProcessor(SimpleSpanProcessor.create(ConsoleSpanExporter.json(new PrintStream(this.bytes))))
			.build()
			.get("test");
		Span span = json.spanBuilder("GET \"x\"\n")
			.setAttribute("http.status_code", 500)
			.setAttribute("ratio", 0.5)
			.setAttribute("ok", false)
			.setAttribute(AttributeKey.stringArrayKey("names"), List.of("a", "b"))
			.startSpan();
		span.setStatus(StatusCode.ERROR);
		span.recordException(new IllegalStateException("out of paper"));
		span.addEvent("slow", Attributes.of(HttpServerAttributes.STACK, "at shop.Orders.find"));
		span.end();
		Struct.Builder line = Struct.newBuilder();
		JsonFormat.parser().merge(lines().get(0), line);
		assertThat(lines()).hasSize(1);
		assertThat(line.getFieldsMap().get("name").getStringValue()).isEqualTo("GET \"x\"\n");
		assertThat(line.getFieldsMap().get("trace_id").getStringValue()).isEqualTo(span.getSpanContext().getTraceId());
		assertThat(line.getFieldsMap().get("status").getStringValue()).isEqualTo("ERROR");
		Map<String, Value> attributes = line.getFieldsMap().get("attributes").getStructValue().getFieldsMap();
		assertThat(attributes.get("http.status_code").getNumberValue()).isEqualTo(500);
		assertThat(attributes.get("ratio").getNumberValue()).isEqualTo(0.5);
		assertThat(attributes.get("ok").hasBoolValue()).isTrue();
		assertThat(attributes.get("names").getListValue().getValuesList()).extracting(Value::getStringValue)
			.containsExactly("a", "b");
		assertThat(lines().get(0)).contains("out of paper").doesNotContain("stacktrace");
	}

	@Test
	void printsWhateverIsInASpan() {
		PrintStream out = new PrintStream(this.bytes, true, StandardCharsets.UTF_8);
		assertThat(ConsoleSpanExporter.json(out).export(HostileSpans.all()).isSuccess()).isTrue();
		assertThat(lines()).hasSize(HostileSpans.all().size())
			.allSatisfy((line) -> JsonFormat.parser().merge(line, Struct.newBuilder()));
		assertThat(lines().get(0)).contains("\"texts with a gap\":[\"a\",null,\"b\"]");
		assertThat(this.exporter.export(HostileSpans.all()).isSuccess()).isTrue();
	}

	@Test
	void failsWhenTheStreamDoes() {
		PrintStream broken = new PrintStream(new ByteArrayOutputStream());
		broken.close();
		assertThat(new ConsoleSpanExporter(broken).export(List.of()).isSuccess()).isFalse();
	}

	private List<String> lines() {
		return this.bytes.toString(StandardCharsets.UTF_8).lines().toList();
	}

}
