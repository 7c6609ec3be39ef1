package dev.telemetry.test;

import java.util.List;
import java.util.Map;

import com.google.protobuf.ByteString;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.ArrayValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.common.v1.KeyValueList;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SpanDecoder} and {@link AttributeDecoder} with what the SDK never
 * sends.
 */
class SpanDecoderTests {

	@ParameterizedTest
	@CsvSource({ "SPAN_KIND_UNSPECIFIED, INTERNAL", "SPAN_KIND_INTERNAL, INTERNAL", "SPAN_KIND_SERVER, SERVER",
			"SPAN_KIND_CLIENT, CLIENT", "SPAN_KIND_PRODUCER, PRODUCER", "SPAN_KIND_CONSUMER, CONSUMER" })
	void decodesTheKind(Span.SpanKind sent, SpanKind received) {
		assertThat(decode(Span.newBuilder().setKind(sent)).kind()).isEqualTo(received);
	}

	@Test
	void takesAnUnknownKindForInternal() {
		assertThat(decode(Span.newBuilder().setKindValue(99)).kind()).isEqualTo(SpanKind.INTERNAL);
	}

	@ParameterizedTest
	@CsvSource({ "STATUS_CODE_UNSET, UNSET", "STATUS_CODE_OK, OK", "STATUS_CODE_ERROR, ERROR" })
	void decodesTheStatus(Status.StatusCode sent, StatusCode received) {
		Span.Builder span = Span.newBuilder().setStatus(Status.newBuilder().setCode(sent));
		assertThat(decode(span).statusCode()).isEqualTo(received);
	}

	@Test
	void decodesNestedAttributes() {
		AnyValue number = AnyValue.newBuilder().setIntValue(7).build();
		KeyValue entry = KeyValue.newBuilder().setKey("inner").setValue(number).build();
		AnyValue map = AnyValue.newBuilder().setKvlistValue(KeyValueList.newBuilder().addValues(entry)).build();
		AnyValue list = AnyValue.newBuilder()
			.setArrayValue(ArrayValue.newBuilder().addValues(number).addValues(map))
			.build();
		assertThat(decodeAttribute(list)).isEqualTo(List.of(7L, Map.of("inner", 7L)));
	}

	@Test
	void decodesBytes() {
		byte[] bytes = { 1, 2 };
		assertThat(decodeAttribute(AnyValue.newBuilder().setBytesValue(ByteString.copyFrom(bytes)).build()))
			.isEqualTo(bytes);
	}

	@Test
	void decodesAnEmptyValueAsAnEmptyString() {
		assertThat(decodeAttribute(AnyValue.getDefaultInstance())).isEqualTo("");
	}

	private static Object decodeAttribute(AnyValue value) {
		KeyValue attribute = KeyValue.newBuilder().setKey("key").setValue(value).build();
		return decode(Span.newBuilder().addAttributes(attribute)).attributes().get("key");
	}

	private static ReceivedSpan decode(Span.Builder span) {
		ResourceSpans spans = ResourceSpans.newBuilder().addScopeSpans(ScopeSpans.newBuilder().addSpans(span)).build();
		return SpanDecoder.decode(ExportTraceServiceRequest.newBuilder().addResourceSpans(spans).build()).get(0);
	}

}
