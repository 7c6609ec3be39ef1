package dev.telemetry.record;

import java.util.Map;
import java.util.function.Consumer;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import org.jspecify.annotations.Nullable;

/**
 * Records nothing.
 */
final class NoopRecording implements Recording {

	static final NoopRecording INSTANCE = new NoopRecording();

	private NoopRecording() {
	}

	@Override
	public Recording attribute(String key, @Nullable String value) {
		return this;
	}

	@Override
	public Recording attribute(String key, long value) {
		return this;
	}

	@Override
	public Recording attribute(String key, double value) {
		return this;
	}

	@Override
	public Recording attribute(String key, boolean value) {
		return this;
	}

	@Override
	public Recording describe(Consumer<? super Span> description) {
		return this;
	}

	@Override
	public Recording event(String name) {
		return this;
	}

	@Override
	public Recording event(String name, Map<String, ?> attributes) {
		return this;
	}

	@Override
	public Recording measure(String name, double value) {
		return this;
	}

	@Override
	public Recording progress(long done, long expected) {
		return this;
	}

	@Override
	public Recording exception(Throwable exception) {
		return this;
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
	public Context context() {
		return Context.current();
	}

	@Override
	public Scope enter() {
		return Scope.noop();
	}

	@Override
	public void succeed() {
	}

	@Override
	public void fail(Throwable cause) {
	}

	@Override
	public void fail(String errorType) {
	}

	@Override
	public void skip(String reason) {
	}

	@Override
	public void close() {
	}

}
