package dev.telemetry.autoconfigure.web.lives;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static dev.telemetry.test.TelemetryAssertions.assertThat;

/**
 * Clients that stay and send no more of their request: what Jetty makes of that is no
 * failure of the server either. It has no exception of its own for them.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class JettyIdleClientsTests {

	private LivesServer server;

	@BeforeAll
	void start() {
		this.server = new LivesServer(ServletServer.JETTY, "server.jetty.connection-idle-timeout=200ms");
	}

	@AfterAll
	void stop() {
		this.server.close();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			/drain        | application/octet-stream
			/json         | application/json
			/form         | application/x-www-form-urlencoded
			/upload       | multipart/form-data; boundary=xyz
			/raw/drain    | application/octet-stream
			/caught/drain | application/octet-stream
			/caught/json  | application/json
			""")
	void aClientThatSendsNoMore(String path, String contentType) throws Exception {
		String traceId = this.server.newTraceId();
		try (RawConnection client = this.server.connect()) {
			client.send(this.server.head("POST", path, traceId, "Content-Type: " + contentType, "Content-Length: 1000")
					+ LostClients.body(contentType));
			assertThat(this.server.span(traceId)).isNotError()
				.hasAttribute("telemetry.sampling.reason", "parent")
				.doesNotHaveAttributes("error.type");
		}
	}

}
