package dev.telemetry.servlet;

import java.io.IOException;
import java.net.SocketException;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

import io.opentelemetry.api.OpenTelemetry;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.context.request.async.AsyncRequestNotUsableException;

import dev.telemetry.decision.RequestOutcome;
import dev.telemetry.decision.RootDecider;
import dev.telemetry.health.InternalFailures;
import dev.telemetry.request.HttpServerSettings;
import dev.telemetry.test.RecordedSpans;

import static dev.telemetry.test.TelemetryAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * A client that goes away, or breaks its request, is no failure of the server.
 */
class ClientFailuresTests {

	private static final IOException GONE = new AsyncRequestNotUsableException("gone");

	private static final IOException BROKEN_PIPE = new IOException("Broken pipe");

	private final RecordedSpans spans = new RecordedSpans();

	private final OpenTelemetry openTelemetry = new TestOpenTelemetry(this.spans.newTracerProvider());

	private final RecordingMeter meter = new RecordingMeter();

	private final ContainerHook hook = new ContainerHook();

	private final MockHttpServletResponse response = new MockHttpServletResponse();

	private final TelemetryFilter filter = new TelemetryFilter(this.openTelemetry, RootDecider.BY_SAMPLER, this.meter,
			(request) -> "/a", new HttpServerSettings(HttpServerSettings.Conventions.BOTH,
					HttpServerSettings.SpanName.HTTP_SERVER, false, List.of()),
			this.hook, new InternalFailures());

	static Stream<Exception> clientIsGone() {
		return Stream.of(GONE, new ServletException(GONE), new IllegalStateException(new IOException(GONE)),
				new IOException("Broken pipe"), new SocketException("Connection reset by peer"));
	}

	@ParameterizedTest
	@MethodSource("clientIsGone")
	void aClientThatIsGoneLeavesTheStatusUnset(Exception thrown) {
		serve(thrown);
		assertThat(this.spans.single("http.server")).isNotError().doesNotHaveAttributes("error.type");
		assertThat(outcome().disconnected()).isTrue();
		assertThat(outcome().failed()).isFalse();
	}

	@Test
	void theMeasurementNamesTheExceptionAsSpringBootDoes() {
		serve(GONE);
		assertThat(outcome().error()).isSameAs(GONE);
	}

	static Stream<Exception> serverFails() {
		IOException circle = new IOException("circle");
		circle.initCause(new IllegalStateException(circle));
		return Stream.of(new IllegalStateException("boom"), new IOException("disk full"), circle,
				new ResourceAccessException("other server", new SocketException("Broken pipe")));
	}

	@ParameterizedTest
	@MethodSource("serverFails")
	void anyOtherErrorIsOneOfTheServer(Exception thrown) {
		serve(thrown);
		assertThat(this.spans.single("http.server")).isError();
		assertThat(outcome().disconnected()).isFalse();
	}

	@Test
	void aBrokenPipeIsThatOfAnotherServerWhereTheContainerHasAnExceptionOfItsOwn() {
		this.hook.dispatchBegins(true);
		serve(new IOException("Broken pipe"));
		this.hook.dispatchEnds(ContainerHook.UNKNOWN);
		assertThat(this.spans.single("http.server")).isError();
	}

	@Test
	void whatIsAnsweredWithAServerErrorIsOne() {
		this.response.setStatus(503);
		serve(GONE);
		assertThat(this.spans.single("http.server")).isError().hasAttribute("http.status_code", 503);
	}

	@Test
	void anErrorThatCodeHasNamedCounts() throws Exception {
		this.filter.doFilter(request(), this.response, (request, response) -> RequestErrors.report(request, GONE));
		assertThat(this.spans.single("http.server")).isError();
	}

	@Test
	void whatTheContainerNoticesOnTheConnectionIsTheClientsDoing() throws Exception {
		this.filter.doFilter(request(), this.response,
				(request, response) -> request.setAttribute(RequestDispatcher.ERROR_EXCEPTION, new IOException("any")));
		assertThat(this.spans.single("http.server")).isNotError();
		assertThat(outcome().disconnected()).isTrue();
	}

	@Test
	void aRequestThatTheClientBrokeIsNoErrorWhateverIsThrown() throws Exception {
		this.filter.doFilter(request(), this.response, (request, response) -> {
			request.setAttribute(RequestDispatcher.ERROR_EXCEPTION, new IOException("no more chunks"));
			((HttpServletResponse) response).setStatus(400);
		});
		assertThat(this.spans.single("http.server")).isNotError().hasAttribute("http.status_code", 400);
	}

	@Test
	void aTimeoutThatJettyThrowsWhereTheRequestIsReadIsTheClientsDoing() {
		serve(idle("org.eclipse.jetty.ee11.servlet.HttpInput"));
		assertThat(this.spans.single("http.server")).isNotError();
		assertThat(outcome().disconnected()).isTrue();
	}

	@Test
	void aTimeoutOfJettysClientIsThatOfAnotherServer() {
		serve(idle("org.eclipse.jetty.client.InputStreamResponseListener"));
		assertThat(this.spans.single("http.server")).isError();
	}

	private static IOException idle(String reader) {
		TimeoutException timeout = new TimeoutException("Idle timeout expired: 300/300 ms");
		timeout.setStackTrace(stack("org.eclipse.jetty.io.IdleTimeout"));
		IOException thrown = new IOException(timeout);
		thrown.setStackTrace(stack("org.eclipse.jetty.util.IO", reader, "com.acme.Upload"));
		return thrown;
	}

	private static StackTraceElement[] stack(String... classNames) {
		return Stream.of(classNames)
			.map((name) -> new StackTraceElement(name, "read", null, 1))
			.toArray(StackTraceElement[]::new);
	}

	static Stream<Exception> handlersOfALostConnection() {
		return Stream.of(GONE, BROKEN_PIPE, new IllegalStateException(GONE));
	}

	@ParameterizedTest
	@MethodSource("handlersOfALostConnection")
	void theServerErrorThatAContainerWritesAfterAStreamWasSentIsNotOnTheWire(Exception handled) throws Exception {
		breakOff(handled);
		assertThat(this.spans.single("http.server")).isNotError().hasAttribute("http.status_code", 200);
		assertThat(outcome().disconnected()).isTrue();
	}

	@Test
	void aServerErrorThatAHandlerChoseForAStreamIsOneAlsoIfItsConnectionBreaksOff() throws Exception {
		breakOff(new IllegalStateException("boom"));
		assertThat(this.spans.single("http.server")).isError().hasAttribute("http.status_code", 500);
	}

	private void breakOff(Exception handled) throws Exception {
		MockHttpServletRequest request = request();
		request.setAsyncSupported(true);
		this.filter.doFilter(request, this.response, (served, response) -> served.startAsync());
		RequestErrors.handled(request, handled);
		request.setAttribute(RequestDispatcher.ERROR_EXCEPTION, BROKEN_PIPE);
		this.response.setStatus(500);
		this.response.setCommitted(true);
		this.hook.requestEnds(request);
	}

	private void serve(Exception thrown) {
		this.response.setCommitted(true);
		try {
			this.filter.doFilter(request(), this.response,
					(request, response) -> ClientFailuresTests.<RuntimeException>rethrow(thrown));
		}
		catch (Exception ex) {
			assertThat(ex).isSameAs(thrown);
		}
	}

	private static MockHttpServletRequest request() {
		return new MockHttpServletRequest("GET", "/a");
	}

	private RequestOutcome outcome() {
		return this.meter.outcomes().get(0);
	}

	@SuppressWarnings("unchecked")
	private static <T extends Throwable> void rethrow(Throwable failure) throws T {
		throw (T) failure;
	}

}
