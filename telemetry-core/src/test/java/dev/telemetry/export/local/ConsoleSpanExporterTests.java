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
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ConsoleSpanExporterTests {

	private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

	private final ConsoleSpanExporter exporter = new ConsoleSpanExporter(
			new PrintStream(this.bytes, true, StandardCharsets.UTF_8));

	private final Tracer tracer = SdkTracerProvider.builder()
		.setResource(Resource.builder().put("service.name", "shop").build())
		.addSpanProcessor(SimpleSpanProcessor.create(this.exporter))
		.build()
		.get("test");

	@Test
	void printsASpanAsOneLine() {
		Span span = this.tracer.spanBuilder("http.server")
			.setSpanKind(SpanKind.SERVER)
			.setAttribute("http.route", "/orders/{id}")
			.setAttribute("http.status_code", 200)
			.startSpan();
		span.end();
		assertThat(lines()).singleElement()
			.asString()
			.startsWith("span name=http.server kind=SERVER trace_id=" + span.getSpanContext().getTraceId() + " span_id="
					+ span.getSpanContext().getSpanId() + " start=")
			.contains(" seconds=0.0")
			.endsWith(" service=shop http.route=/orders/{id} http.status_code=200")
			.doesNotContain("parent_span_id")
			.doesNotContain("status=ERROR");
	}

	@Test
	void namesTheParent() {
		Span parent = this.tracer.spanBuilder("parent").startSpan();
		this.tracer.spanBuilder("child").setParent(Context.root().with(parent)).startSpan().end();
		assertThat(lines()).singleElement()
			.asString()
			.contains("parent_span_id=" + parent.getSpanContext().getSpanId());
	}

	@Test
	void printsErrorsWithTheExceptionButWithoutItsStackTrace() {
		Span span = this.tracer.spanBuilder("job.run").startSpan();
		span.setStatus(StatusCode.ERROR);
		span.recordException(new IllegalStateException("out of paper"));
		span.end();
		assertThat(lines()).singleElement()
			.asString()
			.contains(" status=ERROR ")
			.contains(" event=exception ")
			.contains("exception.message=\"out of paper\"")
			.contains("exception.type=java.lang.IllegalStateException")
			.doesNotContain("stacktrace");
	}

	@Test
	void aHostileValueStaysOnItsLine() {
		this.tracer.spanBuilder("s")
			.setAttribute("a", "x\ny\r\tspan name=\"fake\" \\ \u0000\u2028")
			.setAttribute("b", "")
			.startSpan()
			.end();
		assertThat(lines()).singleElement()
			.asString()
			.endsWith("a=\"x\\ny\\r\\tspan name=\\\"fake\\\" \\\\ \\u0000\\u2028\" b=\"\"");
	}

	@Test
	void printsJsonWhereTheConsoleIsJson() throws Exception {
		Tracer json = SdkTracerProvider.builder()
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
	void failsWhenTheStreamDoes() {
		PrintStream broken = new PrintStream(new ByteArrayOutputStream());
		broken.close();
		assertThat(new ConsoleSpanExporter(broken).export(List.of()).isSuccess()).isFalse();
	}

	private List<String> lines() {
		return this.bytes.toString(StandardCharsets.UTF_8).lines().toList();
	}

}
