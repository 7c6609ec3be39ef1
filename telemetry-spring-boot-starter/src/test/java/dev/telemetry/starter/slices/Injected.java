package dev.telemetry.starter.slices;

import java.net.http.HttpClient;

import io.micrometer.tracing.Tracer;
import io.opentelemetry.api.OpenTelemetry;

import dev.telemetry.autoconfigure.client.TelemetryHttpClients;
import dev.telemetry.record.TelemetryRecorder;

/**
 * A bean of the application with all that applications inject of telemetry.
 */
record Injected(TelemetryRecorder recorder, TelemetryHttpClients clients, OpenTelemetry openTelemetry, Tracer tracer) {

	/**
	 * Uses all of it.
	 * @return what came of it: {@code false} for nothing recorded
	 */
	String work() {
		HttpClient client = HttpClient.newHttpClient();
		boolean wrapped = this.clients.wrap(client) != client;
		boolean span = this.openTelemetry.getTracer("test").spanBuilder("span").startSpan().isRecording();
		boolean observed = !this.tracer.nextSpan().isNoop();
		boolean job = this.recorder.job("queue", "type").call((recording) -> this.recorder.traceId() != null);
		return String.valueOf(wrapped || span || observed || job);
	}

}
