package dev.telemetry.export;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import io.opentelemetry.common.ComponentLoader;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.common.export.HttpResponse;
import io.opentelemetry.sdk.common.export.HttpSender;
import io.opentelemetry.sdk.common.export.HttpSenderProvider;
import io.opentelemetry.sdk.common.export.MessageWriter;
import io.opentelemetry.sdk.trace.data.SpanData;

/**
 * What spans are in OTLP: as OpenTelemetry's own exporter sends them, and as the parser
 * of Protocol Buffers reads them from JSON.
 */
public final class OtlpWire {

	// Of all bytes, only these are not Base64 in OTLP JSON.
	private static final Set<String> IDS = Set.of("traceId", "spanId", "parentSpanId");

	private OtlpWire() {
	}

	/**
	 * Each span with all that it belongs to.
	 */
	public static List<ResourceSpans> sent(List<SpanData> spans) {
		Capture capture = new Capture(new ArrayList<>());
		try (OtlpHttpSpanExporter exporter = OtlpHttpSpanExporter.builder().setComponentLoader(capture).build()) {
			exporter.export(spans);
			return singles(ExportTraceServiceRequest.parseFrom(capture.messages().get(0)));
		}
		catch (InvalidProtocolBufferException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Parses a line, and does not tolerate fields that OTLP does not have.
	 */
	public static List<ResourceSpans> parsed(String line) {
		JsonElement json = JsonParser.parseString(line);
		toBase64(json);
		ExportTraceServiceRequest.Builder request = ExportTraceServiceRequest.newBuilder();
		try {
			JsonFormat.parser().merge(json.toString(), request);
		}
		catch (InvalidProtocolBufferException ex) {
			throw new UncheckedIOException(line, ex);
		}
		return singles(request.build());
	}

	// Attributes have no order, and spans of one resource may or may not stand together.
	private static List<ResourceSpans> singles(ExportTraceServiceRequest request) {
		List<ResourceSpans> singles = new ArrayList<>();
		for (ResourceSpans resource : request.getResourceSpansList()) {
			for (ScopeSpans scope : resource.getScopeSpansList()) {
				for (Span span : scope.getSpansList()) {
					ScopeSpans one = scope.toBuilder().clearSpans().addSpans(sorted(span)).build();
					singles.add(resource.toBuilder().clearScopeSpans().addScopeSpans(one).build());
				}
			}
		}
		return singles;
	}

	private static Span sorted(Span span) {
		Span.Builder sorted = span.toBuilder().clearAttributes().addAllAttributes(sorted(span.getAttributesList()));
		for (Span.Event.Builder event : sorted.getEventsBuilderList()) {
			List<KeyValue> attributes = sorted(event.getAttributesList());
			event.clearAttributes().addAllAttributes(attributes);
		}
		return sorted.build();
	}

	static List<KeyValue> sorted(List<KeyValue> attributes) {
		return attributes.stream().sorted(Comparator.comparing(KeyValue::getKey)).toList();
	}

	public static List<String> names(String line) {
		return parsed(line).stream().map((resource) -> resource.getScopeSpans(0).getSpans(0).getName()).toList();
	}

	static void toBase64(JsonElement json) {
		if (json instanceof JsonArray array) {
			array.forEach(OtlpWire::toBase64);
		}
		else if (json instanceof JsonObject object) {
			for (Map.Entry<String, JsonElement> field : object.entrySet()) {
				if (IDS.contains(field.getKey())) {
					byte[] id = HexFormat.of().parseHex(field.getValue().getAsString());
					field.setValue(new JsonPrimitive(Base64.getEncoder().encodeToString(id)));
				}
				toBase64(field.getValue());
			}
		}
	}

	/**
	 * Takes what an exporter would send.
	 */
	record Capture(List<byte[]> messages) implements ComponentLoader {

		@Override
		@SuppressWarnings("unchecked")
		public <T> Iterable<T> load(Class<T> type) {
			HttpSenderProvider provider = (config) -> new CapturingSender(this.messages);
			return (type == (Class<?>) HttpSenderProvider.class) ? (Iterable<T>) List.of(provider) : List.of();
		}

	}

	private record CapturingSender(List<byte[]> messages) implements HttpSender {

		@Override
		public void send(MessageWriter message, Consumer<HttpResponse> onResponse, Consumer<Throwable> onError) {
			ByteArrayOutputStream bytes = new ByteArrayOutputStream();
			try {
				message.writeMessage(bytes);
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
			this.messages.add(bytes.toByteArray());
		}

		@Override
		public CompletableResultCode shutdown() {
			return CompletableResultCode.ofSuccess();
		}

	}

}
