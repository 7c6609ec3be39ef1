package dev.telemetry.record;

import java.util.Map;
import java.util.function.IntSupplier;

import org.jspecify.annotations.Nullable;

/**
 * Records nothing and allocates nothing.
 */
final class NoopRecorder implements TelemetryRecorder {

	static final NoopRecorder INSTANCE = new NoopRecorder();

	static final LogContextScope LOG_CONTEXT = () -> {
	};

	private NoopRecorder() {
	}

	@Override
	public Operation job(String queue, String type) {
		return NoopOperation.INSTANCE;
	}

	@Override
	public Operation externalCall(String service, String operation) {
		return NoopOperation.INSTANCE;
	}

	@Override
	public Operation span(String name) {
		return NoopOperation.INSTANCE;
	}

	@Override
	public Recording current() {
		return NoopRecording.INSTANCE;
	}

	@Override
	public void event(String name) {
	}

	@Override
	public void event(String name, Map<String, ?> attributes) {
	}

	@Override
	public void keepTrace() {
	}

	@Override
	public void queueDepth(String queue, IntSupplier depth) {
	}

	@Override
	public @Nullable String traceId() {
		return null;
	}

	@Override
	public @Nullable String spanId() {
		return null;
	}

	@Override
	public Map<String, String> logContext() {
		return Map.of();
	}

	@Override
	public LogContextScope logContext(Map<String, ?> values) {
		return LOG_CONTEXT;
	}

}
