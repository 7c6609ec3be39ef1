package dev.telemetry.autoconfigure.web;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

import dev.telemetry.health.SamplingCounts;
import dev.telemetry.names.HttpServerAttributes;
import dev.telemetry.sampling.TailSampler;
import dev.telemetry.test.RecordedSpans;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Which requests to a real server are kept, with a ratio of zero.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class SampledRequestsContract {

	private static final Pattern EXEMPLAR = Pattern.compile("# \\{.*?trace_id=\"([0-9a-f]{32})\"");

	private final HttpClient client = HttpClient.newHttpClient();

	private ConfigurableApplicationContext shop;

	/**
	 * The auto-configuration of the server that is not to be used.
	 */
	abstract String otherServer();

	@BeforeAll
	void open() {
		this.shop = new SpringApplicationBuilder(SampledShop.class).run("--server.port=0", "--telemetry.enabled=true",
				"--telemetry.otel.exporter=none", "--telemetry.sampling.ratio=0.0",
				"--telemetry.sampling.route-interval=0", "--telemetry.sampling.slow-threshold=200ms",
				"--telemetry.sampling.max-errors-per-second=1000", "--telemetry.sampling.max-slow-per-second=1000",
				"--telemetry.http.paths[0].path=/slow/allowed", "--telemetry.http.paths[0].slow-threshold=10s",
				"--telemetry.http.paths[1].path=/slow/{name}", "--telemetry.http.paths[1].slow-threshold=10ms",
				"--telemetry.http.paths[2].path=/never", "--telemetry.http.paths[2].untraced=true",
				"--management.tracing.export.enabled=true",
				"--spring.autoconfigure.exclude=" + otherServer()
						+ ",org.springframework.boot.security.autoconfigure.web.servlet.ServletWebSecurityAutoConfiguration"
						+ ",org.springframework.boot.security.autoconfigure.web.servlet.SecurityFilterAutoConfiguration"
						+ ",org.springframework.boot.security.autoconfigure.actuate.web.servlet.ManagementWebSecurityAutoConfiguration");
	}

	@AfterAll
	void close() {
		this.shop.close();
	}

	@Test
	void whatIsFineIsNotKept() throws Exception {
		assertThat(keptFor("/fine")).isNull();
	}

	@Test
	void whatFailsIsKept() throws Exception {
		assertThat(keptFor("/fails")).isEqualTo("error");
	}

	@Test
	void whatIsSlowIsKeptOnWhateverThreadItRuns() throws Exception {
		assertThat(keptFor("/slow-callable")).isEqualTo("slow");
	}

	@Test
	void whatIsSlowShowsWhatItsThreadDid() throws Exception {
		assertThat(keptFor("/looked-at")).isEqualTo("slow");
		assertThat(spans()).filteredOn((span) -> !span.getEvents().isEmpty())
			.flatExtracting(SpanData::getEvents)
			.extracting(EventData::getName, (event) -> event.getAttributes().get(HttpServerAttributes.STACK))
			.anySatisfy((event) -> assertThat(event.toList().get(1)).asString()
				.contains("SampledShop$Handlers.lookedAt(")
				.doesNotContain("TelemetryFilter"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "/looked-at-callable", "/looked-at-body" })
	void whatIsSlowShowsWhatTheThreadDidThatRanItsCallable(String path) throws Exception {
		assertThat(keptFor(path)).isEqualTo("slow");
		assertThat(stacks(path)).isNotEmpty().allSatisfy((event) -> {
			assertThat(event.getAttributes().get(HttpServerAttributes.STACK))
				.contains("SampledShop$Handlers.lookedAt(", "WebAsyncManager")
				.doesNotContain("TelemetryFilter");
			assertThat(event.getAttributes().get(HttpServerAttributes.THREAD_NAME)).startsWith("task-");
		});
	}

	@Test
	void noOtherThreadIsShownWhereItIsNotKnownWhichOneWorks() throws Exception {
		assertThat(keptFor("/slow-deferred")).isEqualTo("slow");
		// A slow machine may show threads of the container, which begin and end it.
		assertThat(stacks("/slow-deferred")).allSatisfy((event) -> {
			assertThat(event.getAttributes().get(HttpServerAttributes.STACK))
				.doesNotContain("SampledShop$Handlers.slow(");
			assertThat(event.getAttributes().get(HttpServerAttributes.THREAD_NAME)).doesNotContain("ForkJoinPool");
		});
	}

	private List<EventData> stacks(String path) {
		return spans().stream()
			.filter((span) -> path.equals(span.getAttributes().get(AttributeKey.stringKey("url.path"))))
			.flatMap((span) -> span.getEvents().stream())
			.toList();
	}

	@Test
	void aPathMayHaveAThresholdOfItsOwn() throws Exception {
		assertThat(keptFor("/slow/allowed")).isNull();
		assertThat(keptFor("/slow/other")).isEqualTo("slow");
	}

	@Test
	void anEventStreamIsNotSlow() throws Exception {
		assertThat(keptFor("/events")).isNull();
		assertThat(keptFor("/emitted-events")).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "/download", "/async-download", "/emitted-rows", "/streamed-body", "/streamed" })
	void whatWasSentInTimeAndThenStreamedIsNotSlow(String path) throws Exception {
		// What is loaded with the first one takes its time.
		get(path, "*/*");
		assertThat(keptFor(path)).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "/emitted-events", "/emitted-rows", "/streamed-body", "/streamed" })
	void whatIsStreamedIsNotPromisedAsSlowByACall(String path) throws Exception {
		assertThat(get(path, "*/*").strip()).endsWith("-02");
	}

	@Test
	void aRequestThatIsSlowAlreadyIsPromisedByACall() throws Exception {
		assertThat(get("/slow-then-calls", "*/*")).endsWith("-03");
		assertThat(keptFor("/slow-then-calls")).isEqualTo("slow");
	}

	@Test
	void whoIsCalledIsToldThatTheTraceIsKeptAsSoonAsItIsKnown() throws Exception {
		assertThat(get("/calls", "*/*")).endsWith("-02");
		assertThat(get("/reports-then-calls", "*/*")).endsWith("-03");
	}

	@Test
	void exemplarsPointAtTracesThatAreKept() throws Exception {
		for (int i = 0; i < 20; i++) {
			get("/fine", "*/*");
			get("/fails", "*/*");
		}
		List<String> kept = spans().stream().map(SpanData::getTraceId).toList();
		List<String> exemplars = EXEMPLAR.matcher(get("/actuator/prometheus", "application/openmetrics-text"))
			.results()
			.map((MatchResult result) -> result.group(1))
			.toList();
		assertThat(exemplars).isNotEmpty().allMatch(kept::contains);
	}

	/**
	 * The reason for which a request is kept, or {@code null} if it is not.
	 */
	String keptFor(String path) throws Exception {
		List<SpanData> before = spans();
		get(path, "*/*");
		List<SpanData> after = new ArrayList<>(spans());
		after.removeAll(before);
		return after.stream()
			.filter((span) -> path.equals(span.getAttributes().get(AttributeKey.stringKey("url.path"))))
			.map((span) -> span.getAttributes().get(AttributeKey.stringKey("telemetry.sampling.reason")))
			.findFirst()
			.orElse(null);
	}

	String get(String path, String accept) throws Exception {
		int port = this.shop.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
		HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
			.header("Accept", accept)
			.build();
		return this.client.send(request, HttpResponse.BodyHandlers.ofString()).body();
	}

	// A request may end a moment after its response was read.
	private List<SpanData> spans() {
		long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
		while (isAnythingOpen() && System.nanoTime() < deadline) {
			LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
		}
		assertThat(isAnythingOpen()).isFalse();
		this.shop.getBean(SdkTracerProvider.class).forceFlush().join(10, TimeUnit.SECONDS);
		return this.shop.getBean(RecordedSpans.class).spans();
	}

	private boolean isAnythingOpen() {
		SamplingCounts counts = this.shop.getBean(SamplingCounts.class);
		return this.shop.getBean(TailSampler.class).heldSpans() > 0
				|| counts.endedSpans() != counts.keptSpans() + counts.notKeptSpans();
	}

}
