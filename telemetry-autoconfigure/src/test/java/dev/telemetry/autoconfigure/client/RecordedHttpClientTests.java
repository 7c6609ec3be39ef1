package dev.telemetry.autoconfigure.client;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.Map;

import io.opentelemetry.context.propagation.TextMapPropagator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

import dev.telemetry.health.InternalFailures;
import dev.telemetry.record.TelemetryRecorder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class RecordedHttpClientTests {

	// A method that the client has from JDK 21 on, and this project does not know.
	@Test
	@EnabledForJreRange(min = JRE.JAVA_21)
	void waitingForTheEndOfAClientCanBeInterrupted() throws NoSuchMethodException {
		HttpClient client = new RecordedHttpClient(HttpClient.newHttpClient(), HttpRequest::method, new CallTools(
				TelemetryRecorder::noop, new ServiceNames(Map.of()), TextMapPropagator::noop, new InternalFailures()));
		Method method = HttpClient.class.getMethod("awaitTermination", Duration.class);
		Thread.currentThread().interrupt();
		assertThatExceptionOfType(InvocationTargetException.class)
			.isThrownBy(() -> method.invoke(client, Duration.ofMinutes(1)))
			.withCauseInstanceOf(InterruptedException.class);
		assertThat(Thread.interrupted()).isFalse();
	}

}
