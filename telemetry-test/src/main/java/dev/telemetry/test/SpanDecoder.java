package dev.telemetry.test;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

import com.google.protobuf.ByteString;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;

/**
 * Turns a request of the protocol into received spans.
 */
final class SpanDecoder {

	private SpanDecoder() {
	}

	static List<ReceivedSpan> decode(ExportTraceServiceRequest request) {
		List<ReceivedSpan> decoded = new ArrayList<>();
		for (ResourceSpans resourceSpans : request.getResourceSpansList()) {
			Map<String, Object> resource = AttributeDecoder.decode(resourceSpans.getResource().getAttributesList());
			for (ScopeSpans scopeSpans : resourceSpans.getScopeSpansList()) {
				String scope = scopeSpans.getScope().getName();
				scopeSpans.getSpansList().forEach((span) -> decoded.add(decode(span, resource, scope)));
			}
		}
		return decoded;
	}

	private static ReceivedSpan decode(Span span, Map<String, Object> resource, String scope) {
		return new ReceivedSpan(hex(span.getTraceId()), hex(span.getSpanId()), hex(span.getParentSpanId()),
				span.getTraceState(), span.getFlags(), span.getName(), kind(span.getKind()),
				span.getStartTimeUnixNano(), span.getEndTimeUnixNano(),
				AttributeDecoder.decode(span.getAttributesList()),
				span.getEventsList().stream().map(SpanDecoder::decode).toList(),
				span.getLinksList().stream().map(SpanDecoder::decode).toList(), status(span),
				span.getStatus().getMessage(), resource, scope);
	}

	private static ReceivedSpan.Event decode(Span.Event event) {
		return new ReceivedSpan.Event(event.getName(), AttributeDecoder.decode(event.getAttributesList()));
	}

	private static ReceivedSpan.Link decode(Span.Link link) {
		return new ReceivedSpan.Link(hex(link.getTraceId()), hex(link.getSpanId()));
	}

	private static String hex(ByteString bytes) {
		return HexFormat.of().formatHex(bytes.toByteArray());
	}

	private static SpanKind kind(Span.SpanKind kind) {
		return switch (kind) {
			case SPAN_KIND_SERVER -> SpanKind.SERVER;
			case SPAN_KIND_CLIENT -> SpanKind.CLIENT;
			case SPAN_KIND_PRODUCER -> SpanKind.PRODUCER;
			case SPAN_KIND_CONSUMER -> SpanKind.CONSUMER;
			// The specification lets a receiver take an unspecified kind for internal.
			default -> SpanKind.INTERNAL;
		};
	}

	private static StatusCode status(Span span) {
		return switch (span.getStatus().getCode()) {
			case STATUS_CODE_OK -> StatusCode.OK;
			case STATUS_CODE_ERROR -> StatusCode.ERROR;
			default -> StatusCode.UNSET;
		};
	}

}
