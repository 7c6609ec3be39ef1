package dev.telemetry.export;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.Consumer;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import io.opentelemetry.common.ComponentLoader;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.common.export.HttpResponse;
import io.opentelemetry.sdk.common.export.HttpSender;
import io.opentelemetry.sdk.common.export.HttpSenderProvider;
import io.opentelemetry.sdk.common.export.MessageWriter;
import io.opentelemetry.sdk.trace.data.SpanData;

/**
 * What OpenTelemetry makes of spans, taken from where it would be sent.
 */
final class WireFormat {

	private WireFormat() {
	}

	/**
	 * How many bytes a span takes in a request.
	 */
	static long bytes(SpanData data) {
		Span span = span(data);
		return CodedOutputStream.computeMessageSize(ScopeSpans.SPANS_FIELD_NUMBER, span);
	}

	static Span span(SpanData data) {
		Capturing sender = new Capturing(new ByteArrayOutputStream());
		try (OtlpHttpSpanExporter exporter = OtlpHttpSpanExporter.builder().setComponentLoader(new ComponentLoader() {

			@Override
			@SuppressWarnings("unchecked")
			public <T> Iterable<T> load(Class<T> type) {
				HttpSenderProvider provider = (config) -> sender;
				return (type == (Class<?>) HttpSenderProvider.class) ? List.of((T) provider) : List.of();
			}

		}).build()) {
			exporter.export(List.of(data));
			ExportTraceServiceRequest request = ExportTraceServiceRequest.parseFrom(sender.body.toByteArray());
			return request.getResourceSpans(0).getScopeSpans(0).getSpans(0);
		}
		catch (InvalidProtocolBufferException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Keeps the body.
	 *
	 * @param body the body
	 */
	private record Capturing(ByteArrayOutputStream body) implements HttpSender {

		@Override
		public void send(MessageWriter message, Consumer<HttpResponse> onResponse, Consumer<Throwable> onError) {
			try {
				message.writeMessage(this.body);
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

		@Override
		public CompletableResultCode shutdown() {
			return CompletableResultCode.ofSuccess();
		}

	}

}
