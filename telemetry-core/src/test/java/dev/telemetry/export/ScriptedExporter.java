package dev.telemetry.export;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;

import dev.telemetry.names.SpanNames;

/**
 * Does with each batch what a test says, and keeps what it was called with.
 */
final class ScriptedExporter implements SpanExporter {

	static final Function<List<SpanData>, CompletableResultCode> SUCCEED = (batch) -> CompletableResultCode.ofSuccess();

	static final Function<List<SpanData>, CompletableResultCode> FAIL = (batch) -> CompletableResultCode.ofFailure();

	static final Function<List<SpanData>, CompletableResultCode> HANG = (batch) -> new CompletableResultCode();

	final List<List<SpanData>> batches = new CopyOnWriteArrayList<>();

	final List<Context> contexts = new CopyOnWriteArrayList<>();

	final AtomicInteger shutdowns = new AtomicInteger();

	private volatile Function<List<SpanData>, CompletableResultCode> script;

	ScriptedExporter(Function<List<SpanData>, CompletableResultCode> script) {
		this.script = script;
	}

	void follow(Function<List<SpanData>, CompletableResultCode> next) {
		this.script = next;
	}

	@Override
	public CompletableResultCode export(Collection<SpanData> spans) {
		List<SpanData> batch = List.copyOf(spans);
		this.contexts.add(Context.current());
		this.batches.add(batch);
		return this.script.apply(batch);
	}

	List<SpanData> dataLoss() {
		return this.batches.stream().flatMap(List::stream).filter(ScriptedExporter::isDataLoss).toList();
	}

	static boolean isDataLoss(SpanData span) {
		return span.getName().equals(SpanNames.DATA_LOSS);
	}

	@Override
	public CompletableResultCode flush() {
		return CompletableResultCode.ofSuccess();
	}

	@Override
	public CompletableResultCode shutdown() {
		this.shutdowns.incrementAndGet();
		return CompletableResultCode.ofSuccess();
	}

}
