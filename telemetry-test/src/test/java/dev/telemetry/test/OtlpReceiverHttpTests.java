package dev.telemetry.test;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;

import com.google.rpc.Status;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporterBuilder;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

/**
 * Tests for {@link OtlpReceiver#http()}.
 */
class OtlpReceiverHttpTests extends OtlpReceiverContract {

	private final HttpClient client = HttpClient.newHttpClient();

	@Override
	OtlpReceiver newReceiver() {
		return OtlpReceiver.http();
	}

	@Override
	SpanExporter newExporter(String endpoint, Duration timeout, Map<String, String> headers) {
		OtlpHttpSpanExporterBuilder builder = OtlpHttpSpanExporter.builder()
			.setEndpoint(endpoint + "/v1/traces")
			.setTimeout(timeout)
			.setCompression("gzip")
			.setRetryPolicy(null);
		headers.forEach(builder::addHeader);
		return builder.build();
	}

	@Override
	String encodingHeader() {
		return "Content-Encoding";
	}

	@Test
	void readsBodiesThatAreNotCompressed() {
		try (SpanExporter plain = OtlpHttpSpanExporter.builder()
			.setEndpoint(this.receiver.endpoint() + "/v1/traces")
			.build()) {
			plain.export(Spans.many(2));
			assertThat(this.receiver.awaitSpans(2)).hasSize(2);
		}
		assertThat(this.receiver.requests().get(0).path()).isEqualTo("/v1/traces");
		assertThat(this.receiver.requests().get(0).header("Content-Encoding")).isEmpty();
	}

	@Test
	void answersWithAnEmptyProtobufMessageWhenItAccepts() throws Exception {
		HttpResponse<byte[]> response = post("/v1/traces", "application/x-protobuf", new byte[0]);
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(response.headers().firstValue("Content-Type")).contains("application/x-protobuf");
		assertThat(response.body()).isEmpty();
	}

	@Test
	void answersWithThePartialSuccess() throws Exception {
		this.receiver.respond(Behaviour.partialSuccess(3, "over quota"));
		HttpResponse<byte[]> response = post("/v1/traces", "application/x-protobuf", new byte[0]);
		ExportTraceServiceResponse message = ExportTraceServiceResponse.parseFrom(response.body());
		assertThat(message.getPartialSuccess().getRejectedSpans()).isEqualTo(3);
		assertThat(message.getPartialSuccess().getErrorMessage()).isEqualTo("over quota");
	}

	@Test
	void answersWithTheStatusAndAStatusMessage() throws Exception {
		this.receiver.respond(Behaviour.status(503));
		HttpResponse<byte[]> response = post("/v1/traces", "application/x-protobuf", new byte[0]);
		assertThat(response.statusCode()).isEqualTo(503);
		assertThat(response.headers().firstValue("Retry-After")).isEmpty();
		assertThat(Status.parseFrom(response.body()).getMessage()).isEqualTo("Answered by the test");
	}

	@Test
	void roundsRetryAfterUpToSeconds() throws Exception {
		this.receiver.respond(Behaviour.status(429, Duration.ofMillis(1200)));
		HttpResponse<byte[]> response = post("/v1/traces", "application/x-protobuf", new byte[0]);
		assertThat(response.headers().firstValue("Retry-After")).contains("2");
	}

	@Test
	void answersWithAnyBody() throws Exception {
		this.receiver.respond(Behaviour.body("text/html", "<html>Grüße</html>"));
		HttpResponse<byte[]> response = post("/v1/traces", "application/x-protobuf", new byte[0]);
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(response.headers().firstValue("Content-Type")).contains("text/html");
		assertThat(response.body()).asString().isEqualTo("<html>Grüße</html>");
	}

	@Test
	void dripsOneByteAfterTheOther() throws Exception {
		this.receiver.respond(Behaviour.drip());
		try (InputStream body = postForStream()) {
			assertThat(body.readNBytes(3)).hasSize(3);
			assertThat(body.available()).isLessThan(100);
		}
		assertThat(this.receiver.spans()).isEmpty();
	}

	@Test
	void closesBeforeTheBodyIsComplete() throws Exception {
		this.receiver.respond(Behaviour.closeInTheMiddle());
		try (InputStream body = postForStream()) {
			assertThatIOException().isThrownBy(body::readAllBytes);
		}
	}

	@Test
	void sendsAHugeBody() throws Exception {
		this.receiver.respond(Behaviour.hugeBody(20_000_000));
		try (InputStream body = postForStream()) {
			body.skipNBytes(20_000_000);
			assertThat(body.read()).isEqualTo(-1);
		}
	}

	@Test
	void answers404OnOtherPathsAndNotesTheRequest() throws Exception {
		assertThat(post("/", "application/x-protobuf", new byte[0]).statusCode()).isEqualTo(404);
		assertThat(this.receiver.attempts()).isEqualTo(1);
		assertThat(this.receiver).asString().contains("spans=0, batches=0, requests=1 to [/]");
	}

	@Test
	void answers405ToOtherMethods() throws Exception {
		HttpRequest get = request("/v1/traces").GET().build();
		assertThat(this.client.send(get, BodyHandlers.discarding()).statusCode()).isEqualTo(405);
	}

	@Test
	void answers415ToOtherContent() throws Exception {
		assertThat(post("/v1/traces", "application/json", new byte[] { '{', '}' }).statusCode()).isEqualTo(415);
		HttpRequest compressed = request("/v1/traces").header("Content-Type", "application/x-protobuf")
			.header("Content-Encoding", "zstd")
			.POST(BodyPublishers.ofByteArray(new byte[1]))
			.build();
		assertThat(this.client.send(compressed, BodyHandlers.discarding()).statusCode()).isEqualTo(415);
	}

	@Test
	void answers400ToABodyThatIsNotProtobuf() throws Exception {
		HttpResponse<byte[]> response = post("/v1/traces", "application/x-protobuf", new byte[] { 1, 2, 3 });
		assertThat(response.statusCode()).isEqualTo(400);
		assertThat(Status.parseFrom(response.body()).getMessage()).startsWith("Unreadable body");
		assertThat(this.receiver.batches()).isZero();
	}

	private HttpResponse<byte[]> post(String path, String contentType, byte[] body)
			throws IOException, InterruptedException {
		HttpRequest post = request(path).header("Content-Type", contentType)
			.POST(BodyPublishers.ofByteArray(body))
			.build();
		return this.client.send(post, BodyHandlers.ofByteArray());
	}

	private InputStream postForStream() throws IOException, InterruptedException {
		HttpRequest post = request("/v1/traces").header("Content-Type", "application/x-protobuf")
			.POST(BodyPublishers.noBody())
			.build();
		return this.client.send(post, BodyHandlers.ofInputStream()).body();
	}

	private HttpRequest.Builder request(String path) {
		return HttpRequest.newBuilder(URI.create(this.receiver.endpoint() + path)).timeout(PATIENT);
	}

}
