package dev.telemetry.export.otlp;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.opentelemetry.sdk.common.export.GrpcStatusCode;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import dev.telemetry.export.HostileSpans;
import dev.telemetry.test.Behaviour;
import dev.telemetry.test.OtlpReceiver;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is said of each mistake, with the real senders and real sockets.
 */
class OtlpFailuresTests {

	private static final Duration HASTE = Duration.ofMillis(200);

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private static final char[] PASSWORD = "changeit".toCharArray();

	@TempDir
	private static Path directory;

	private static HttpServer plain;

	private static HttpsServer secure;

	private static OtlpSettings.Tls trust;

	@BeforeAll
	static void start() throws Exception {
		plain = HttpServer.create(anyPort(), 0);
		plain.createContext("/", OtlpFailuresTests::notFound);
		plain.start();
		KeyStore keys = selfSigned("CN=localhost");
		KeyManagerFactory managers = KeyManagerFactory.getInstance("PKIX");
		managers.init(keys, PASSWORD);
		SSLContext context = SSLContext.getInstance("TLS");
		context.init(managers.getKeyManagers(), null, null);
		secure = HttpsServer.create(anyPort(), 0);
		secure.setHttpsConfigurator(new HttpsConfigurator(context));
		secure.createContext("/", OtlpFailuresTests::notFound);
		secure.start();
		TrustManagerFactory trusted = TrustManagerFactory.getInstance("PKIX");
		trusted.init(keys);
		SSLContext client = SSLContext.getInstance("TLS");
		client.init(null, trusted.getTrustManagers(), null);
		trust = new OtlpSettings.Tls(client, (X509TrustManager) trusted.getTrustManagers()[0]);
	}

	private static InetSocketAddress anyPort() {
		return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
	}

	private static void notFound(HttpExchange exchange) throws IOException {
		exchange.getRequestBody().readAllBytes();
		exchange.sendResponseHeaders(404, -1);
		exchange.close();
	}

	private static KeyStore selfSigned(String name) throws Exception {
		Path file = directory.resolve("keys.p12");
		Process keytool = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
				"-genkeypair", "-alias", "a", "-keyalg", "EC", "-dname", name, "-ext", "san=dns:localhost", "-keystore",
				file.toString(), "-storetype", "PKCS12", "-storepass", new String(PASSWORD))
			.redirectErrorStream(true)
			.start();
		keytool.getInputStream().readAllBytes();
		assertThat(keytool.waitFor(30, TimeUnit.SECONDS)).isTrue();
		return KeyStore.getInstance(file.toFile(), PASSWORD);
	}

	@AfterAll
	static void stop() {
		plain.stop(0);
		secure.stop(0);
	}

	@ParameterizedTest
	@EnumSource
	void nothingListens(OtlpProtocol protocol) {
		assertThat(failure(OtlpReceiver.unusedEndpoint(), protocol))
			.isEqualTo("connection refused: does anything listen there?");
	}

	@ParameterizedTest
	@EnumSource
	void theHostIsUnknown(OtlpProtocol protocol) {
		assertThat(failure("http://no-such-host.invalid:4317", protocol)).isEqualTo("unknown host: is its name right?");
	}

	@ParameterizedTest
	@EnumSource
	void nobodyAcceptsTheConnection(OtlpProtocol protocol) throws Exception {
		try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			List<Socket> waiting = new ArrayList<>();
			for (int i = 0; i < 3; i++) {
				waiting.add(new Socket());
				tryToConnect(waiting.get(i), full);
			}
			assertThat(failure("http://127.0.0.1:" + full.getLocalPort(), protocol, null, PATIENCE, HASTE))
				.isEqualTo("no connection in time: is the port right, or a firewall between?");
			for (Socket socket : waiting) {
				socket.close();
			}
		}
	}

	private static void tryToConnect(Socket socket, ServerSocket server) {
		try {
			socket.connect(server.getLocalSocketAddress(), 100);
		}
		catch (IOException ex) {
			// Has no room any more, as wanted.
		}
	}

	@ParameterizedTest
	@EnumSource
	void nothingIsAnswered(OtlpProtocol protocol) throws Exception {
		try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
			assertThat(failure("http://localhost:" + silent.getLocalPort(), protocol, null, HASTE, PATIENCE))
				.isEqualTo("no answer in time");
		}
	}

	@Test
	void grpcToAServerOfHttp() {
		assertThat(failure("http://localhost:" + plain.getAddress().getPort(), OtlpProtocol.GRPC))
			.endsWith("is it OTLP over HTTP (telemetry.otel.protocol=http), or does it want TLS (https)?");
	}

	@Test
	void httpToAServerOfGrpc() {
		try (OtlpReceiver receiver = OtlpReceiver.grpc()) {
			assertThat(failure(receiver.endpoint(), OtlpProtocol.HTTP))
				.isEqualTo("only HTTP/2 there: is it OTLP over gRPC (telemetry.otel.protocol=grpc)?");
		}
	}

	@ParameterizedTest
	@EnumSource
	void tlsToAPlainPort(OtlpProtocol protocol) {
		try (OtlpReceiver receiver = OtlpReceiver.grpc()) {
			assertThat(failure(receiver.endpoint().replace("http:", "https:"), protocol)).isEqualTo(
					"TLS handshake failed: is the port plain (http instead of https), or a client certificate wanted?");
		}
	}

	@Test
	void tlsToAPlainPortThatWaitsForMore() {
		assertThat(
				failure("https://localhost:" + plain.getAddress().getPort(), OtlpProtocol.HTTP, null, HASTE, PATIENCE))
			.isEqualTo("no answer in time: is the port plain (http instead of https)?");
	}

	@ParameterizedTest
	@EnumSource
	void plainTextToATlsPort(OtlpProtocol protocol) {
		assertThat(failure("http://localhost:" + secure.getAddress().getPort(), protocol))
			.endsWith("or does it want TLS (https)?");
	}

	@ParameterizedTest
	@EnumSource
	void aCertificateThatIsNotTrusted(OtlpProtocol protocol) {
		assertThat(failure("https://localhost:" + secure.getAddress().getPort(), protocol))
			.isEqualTo("the certificate is not trusted (telemetry.otel.ssl.bundle)");
	}

	@ParameterizedTest
	@EnumSource
	void aCertificateForAnotherHost(OtlpProtocol protocol) {
		assertThat(failure("https://127.0.0.1:" + secure.getAddress().getPort(), protocol, trust))
			.isEqualTo("the certificate is for another host");
	}

	@Test
	void grpcToAServerOfHttpByTls() {
		assertThat(failure("https://localhost:" + secure.getAddress().getPort(), OtlpProtocol.GRPC, trust))
			.contains("is it OTLP over HTTP (telemetry.otel.protocol=http)?");
	}

	@ParameterizedTest
	@EnumSource
	void aServerOfSomethingElse(OtlpProtocol protocol) throws Exception {
		try (ServerSocket other = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
			Thread thread = new Thread(() -> greet(other));
			thread.setDaemon(true);
			thread.start();
			assertThat(failure("http://localhost:" + other.getLocalPort(), protocol))
				.endsWith("or does it want TLS (https)?")
				.doesNotContain("SECRET");
		}
	}

	private static void greet(ServerSocket server) {
		try {
			while (true) {
				Socket socket = server.accept();
				OutputStream out = socket.getOutputStream();
				out.write("SECRET-2.0 of something else\r\n".getBytes(StandardCharsets.US_ASCII));
				out.flush();
			}
		}
		catch (IOException ex) {
			// The test is over.
		}
	}

	@ParameterizedTest
	@EnumSource
	void aConnectionThatIsLostIsNoOtherProtocolOnceThatWasSpoken(OtlpProtocol protocol) {
		OtlpFailures failures = new OtlpFailures(protocol, URI.create("http://localhost:4317"));
		failures.answered();
		assertThat(failures.describe(new IOException("unexpected end of stream")))
			.isEqualTo("the connection was closed before an answer");
		assertThat(failures.describe(new IOException("FRAME_SIZE_ERROR")))
			.isEqualTo("the connection was closed before an answer");
	}

	@Test
	void aProxyOnTheWayThatWantsCredentialsAlthoughNoneIsConfigured() {
		try (OtlpReceiver receiver = OtlpReceiver.http()) {
			receiver.respond(Behaviour.status(407));
			assertThat(failure(receiver.endpoint(), OtlpProtocol.HTTP))
				.isEqualTo("HTTP 407: a proxy wants credentials");
		}
	}

	@ParameterizedTest
	@EnumSource
	void whatTheBackendAnswers(OtlpProtocol protocol) {
		try (OtlpReceiver receiver = (protocol == OtlpProtocol.GRPC) ? OtlpReceiver.grpc() : OtlpReceiver.http()) {
			Map<Integer, String> words = Map.of(401, "credentials", 403, "may not send", 503, "not available");
			words.forEach((status, expected) -> {
				receiver.respond(Behaviour.status(status));
				assertThat(failure(receiver.endpoint(), protocol)).contains(expected);
			});
			assertThat(receiver.attempts()).as("nothing is repeated").isEqualTo(words.size());
		}
	}

	@Test
	void aRefusalIsOneHoweverLongItsPageIs() {
		plain.createContext("/long", (exchange) -> {
			exchange.getRequestBody().readAllBytes();
			exchange.sendResponseHeaders(413, 0);
			exchange.getResponseBody().write(new byte[8 * 1024 * 1024]);
			exchange.close();
		});
		assertThat(failure("http://localhost:" + plain.getAddress().getPort() + "/long", OtlpProtocol.HTTP))
			.isEqualTo("HTTP 413: the batch is too large for it (telemetry.export.max-batch-bytes)");
	}

	@Test
	void everyStatusHasWords() {
		for (int status = 300; status < 600; status++) {
			assertThat(OtlpFailures.describe(status)).startsWith("HTTP " + status + ": ");
		}
		for (GrpcStatusCode status : GrpcStatusCode.values()) {
			assertThat(OtlpFailures.describe(status)).startsWith("gRPC status " + status + ": ");
		}
	}

	private static String failure(String url, OtlpProtocol protocol) {
		return failure(url, protocol, null);
	}

	private static String failure(String url, OtlpProtocol protocol, OtlpSettings.@Nullable Tls tls) {
		return failure(url, protocol, tls, PATIENCE, PATIENCE);
	}

	private static String failure(String url, OtlpProtocol protocol, OtlpSettings.@Nullable Tls tls, Duration timeout,
			Duration connectTimeout) {
		OtlpSettings settings = new OtlpSettings(OtlpEndpoint.of(url, protocol), Map.of(), timeout, connectTimeout,
				false, (tls != null) ? () -> tls : null);
		OtlpResponses responses = new OtlpResponses();
		Answers answers = new Answers();
		responses.begin(answers);
		SpanExporter exporter = OtlpSpanExporters.create(settings, responses);
		try {
			assertThat(exporter.export(List.of(HostileSpans.plain("a"))).join(20, TimeUnit.SECONDS).isDone()).isTrue();
			return answers.status;
		}
		finally {
			exporter.shutdown();
		}
	}

	/**
	 * Keeps the last answer.
	 */
	private static final class Answers implements AnswerListener {

		private volatile String status = "none";

		@Override
		public void rejected(long number) {
		}

		@Override
		public void answered(String status, boolean refused) {
			this.status = status;
		}

		@Override
		public void unanswered(String words) {
			this.status = words;
		}

	}

}
