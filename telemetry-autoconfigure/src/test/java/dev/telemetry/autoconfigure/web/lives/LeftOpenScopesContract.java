package dev.telemetry.autoconfigure.web.lives;

import java.util.ArrayList;
import java.util.List;

import ch.qos.logback.classic.spi.ILoggingEvent;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static dev.telemetry.test.TelemetryAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * A scope that a handler leaves open is over with its request. The server has one thread,
 * so that all that follows runs where it was left.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class LeftOpenScopesContract {

	private static final int FAILING = 20;

	private final ServletServer container;

	private final boolean virtualThreads;

	private LivesServer server;

	LeftOpenScopesContract(ServletServer container, boolean virtualThreads) {
		this.container = container;
		this.virtualThreads = virtualThreads;
	}

	@BeforeAll
	void start() {
		this.server = new LivesServer(this.container, "spring.threads.virtual.enabled=" + this.virtualThreads,
				"server.tomcat.threads.max=1", "spring.task.execution.pool.core-size=1", "server.jetty.threads.min=1",
				"server.jetty.threads.max=3", "telemetry.sampling.ratio=0", "telemetry.sampling.job-ratio=0",
				"telemetry.sampling.route-interval=0", "telemetry.sampling.max-errors-per-second=10000");
	}

	@AfterAll
	void stop() {
		this.server.close();
	}

	@ParameterizedTest
	@CsvSource({ "request, /fails", "callable, /callable-fails", "executor, /executor-fails" })
	void afterEachLeakTheNextFailingRequestsAreKeptTracesOfTheirOwn(String thread, String failing) throws Exception {
		for (String leak : this.server.bean(LeftOpenScopes.class).names()) {
			String path = "/left-open/" + thread + "/" + leak.replace(" ", "%20");
			assertThat(this.server.send(this.server.request(path)).statusCode()).as(leak).isEqualTo(200);
			assertTracesOfTheirOwn(leak, thread, failing);
		}
	}

	private void assertTracesOfTheirOwn(String leak, String thread, String failing) throws Exception {
		List<String> traces = new ArrayList<>();
		for (int i = 0; i < FAILING; i++) {
			String userAgent = leak + "/" + thread + "/" + i;
			assertThat(this.server.send(this.server.request(failing).header("User-Agent", userAgent)).statusCode())
				.isEqualTo(500);
		}
		for (int i = 0; i < FAILING; i++) {
			String userAgent = leak + "/" + thread + "/" + i;
			SpanData span = this.server.spanOf(userAgent);
			assertThat(span.getParentSpanContext().isValid()).as(userAgent).isFalse();
			assertThat(span).hasAttribute("telemetry.sampling.reason", "error");
			traces.add(span.getTraceId());
			assertThat(this.server.logged(span.getTraceId())).as(userAgent)
				.anyMatch((line) -> line.getFormattedMessage().equals("fails"))
				.extracting(ILoggingEvent::getMDCPropertyMap)
				.allSatisfy((fields) -> assertThat(fields).containsEntry("span_id", span.getSpanId()));
		}
		assertThat(traces).doesNotHaveDuplicates();
	}

}
