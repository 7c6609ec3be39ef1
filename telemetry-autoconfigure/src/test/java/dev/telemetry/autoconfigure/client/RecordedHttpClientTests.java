package dev.telemetry.autoconfigure.client;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;

import io.opentelemetry.context.propagation.TextMapPropagator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.mockito.ArgumentMatchers;

import dev.telemetry.health.InternalFailures;
import dev.telemetry.record.Recording;
import dev.telemetry.record.TelemetryRecorder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.Mockito.mock;

class RecordedHttpClientTests {

	private static final HttpRequest REQUEST = HttpRequest.newBuilder(URI.create("http://localhost/items")).build();

	private final HttpClient client = mock();

	private final HttpClient recorded = recorded(this.client);

	// As clients of an application do, and those that its tests stand in with.
	@Test
	void eachMethodIsThatOfTheClient() {
		CompletableFuture<HttpResponse<Void>> answer = new CompletableFuture<>();
		CompletableFuture<HttpResponse<Void>> pushed = new CompletableFuture<>();
		given(this.client.sendAsync(any(), ArgumentMatchers.<BodyHandler<Void>>any())).willReturn(answer);
		given(this.client.sendAsync(any(), ArgumentMatchers.<BodyHandler<Void>>any(), any())).willReturn(pushed);
		assertThat(this.recorded.sendAsync(REQUEST, BodyHandlers.discarding())).isSameAs(answer);
		assertThat(this.recorded.sendAsync(REQUEST, BodyHandlers.discarding(), (request, pushRequest, acceptor) -> {
		})).isSameAs(pushed);
	}

	// A method that the client has from JDK 21 on, and this project does not know.
	@Test
	@EnabledForJreRange(min = JRE.JAVA_21)
	void waitingForTheEndOfAClientCanBeInterrupted() throws NoSuchMethodException {
		HttpClient client = recorded(HttpClient.newHttpClient());
		Method method = HttpClient.class.getMethod("awaitTermination", Duration.class);
		Thread.currentThread().interrupt();
		assertThatExceptionOfType(InvocationTargetException.class)
			.isThrownBy(() -> method.invoke(client, Duration.ofMinutes(1)))
			.withCauseInstanceOf(InterruptedException.class);
		assertThat(Thread.interrupted()).isFalse();
	}

	// The JDK gives one of them another one as its cause.
	@Test
	void aCallThatFailsIsNamedByTheExceptionThatItsCallerSees() {
		Throwable timeout = new HttpConnectTimeoutException("HTTP connect timed out").initCause(new ConnectException());
		Recording recording = mock();
		HttpCall.end(recording, 0, timeout);
		HttpCall.end(recording, 0, new UncheckedIOException(new ConnectException()));
		then(recording).should().fail(HttpConnectTimeoutException.class.getName());
		then(recording).should().fail(ConnectException.class.getName());
	}

	// The JDK gives it the exception by which it ends the exchange as its cause.
	@Test
	void aCallThatItsCallerCancelsIsNamedByThat() {
		Recording recording = mock();
		HttpCall.end(recording, 0, new CancellationException().initCause(new IOException("Request cancelled")));
		then(recording).should().fail(CancellationException.class.getName());
	}

	private static HttpClient recorded(HttpClient client) {
		return new RecordedHttpClient(client, HttpRequest::method, new CallTools(TelemetryRecorder::noop,
				new ServiceNames(Map.of()), TextMapPropagator::noop, CallAbove.NONE, new InternalFailures()));
	}

}
