package dev.telemetry.autoconfigure.web.lives;

import java.util.ArrayList;
import java.util.List;

import ch.qos.logback.classic.spi.ILoggingEvent;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
				"server.tomcat.threads.max=1", "server.jetty.threads.min=1", "server.jetty.threads.max=3",
				"telemetry.sampling.ratio=0", "telemetry.sampling.job-ratio=0", "telemetry.sampling.route-interval=0",
				"telemetry.sampling.max-errors-per-second=10000");
	}

	@AfterAll
	void stop() {
		this.server.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "opentelemetry", "opentelemetry-open-span", "micrometer", "observation", "recorder",
			"recorder-out-of-order" })
	void theNextFailingRequestsAreKeptTracesOfTheirOwn(String leak) throws Exception {
		this.server.send(this.server.request("/leaks/" + leak));
		List<String> traces = new ArrayList<>();
		for (int i = 0; i < FAILING; i++) {
			String userAgent = leak + "/" + i;
			assertThat(this.server.send(this.server.request("/fails").header("User-Agent", userAgent)).statusCode())
				.isEqualTo(500);
			SpanData span = this.server.spanOf(userAgent);
			assertThat(span.getParentSpanContext().isValid()).isFalse();
			traces.add(span.getTraceId());
			assertThat(this.server.logged(span.getTraceId())).isNotEmpty()
				.extracting(ILoggingEvent::getMDCPropertyMap)
				.allSatisfy((fields) -> assertThat(fields).containsEntry("span_id", span.getSpanId()));
		}
		assertThat(traces).doesNotHaveDuplicates();
	}

}
