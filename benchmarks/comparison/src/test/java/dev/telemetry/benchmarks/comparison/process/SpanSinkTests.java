package dev.telemetry.benchmarks.comparison.process;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

import com.google.protobuf.CodedInputStream;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SpanSinkTests {

	private static final Span SPAN = Span.newBuilder().setName("http.server").build();

	private static final byte[] FIVE = ExportTraceServiceRequest.newBuilder()
		.addResourceSpans(ResourceSpans.newBuilder()
			.addScopeSpans(ScopeSpans.newBuilder().addSpans(SPAN).addSpans(SPAN))
			.addScopeSpans(ScopeSpans.newBuilder().addSpans(SPAN)))
		.addResourceSpans(ResourceSpans.newBuilder()
			.addScopeSpans(ScopeSpans.newBuilder().setSchemaUrl("https://example.com").addSpans(SPAN).addSpans(SPAN)))
		.build()
		.toByteArray();

	@Test
	void spansOfAllResourcesAndScopesAreCounted() throws Exception {
		assertThat(SpanSink.count(CodedInputStream.newInstance(FIVE), 0)).isEqualTo(5);
	}

	@Test
	void whatIsSentIsCountedAndAcknowledged() throws Exception {
		try (SpanSink sink = new SpanSink()) {
			assertThat(send(sink, "/v1/traces").statusCode()).isEqualTo(200);

			assertThat(sink.spans()).isEqualTo(5);
		}
	}

	@Test
	void metricsAreTakenAndNotCounted() throws Exception {
		try (SpanSink sink = new SpanSink()) {
			assertThat(send(sink, "/v1/metrics").statusCode()).isEqualTo(200);

			assertThat(sink.spans()).isZero();
		}
	}

	private static HttpResponse<String> send(SpanSink sink, String path) throws Exception {
		HttpRequest request = HttpRequest.newBuilder(URI.create(sink.endpoint() + path))
			.POST(HttpRequest.BodyPublishers.ofByteArray(FIVE))
			.build();
		return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
	}

}
