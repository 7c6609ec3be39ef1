package dev.telemetry.record;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import org.jspecify.annotations.Nullable;

/**
 * An operation with its meter.
 */
final class RecordedOperation implements Operation {

	private static final long MAX_DURATION_NANOS = TimeUnit.DAYS.toNanos(366);

	private final OperationKind kind;

	private final String first;

	private final String second;

	private final String name;

	private final OperationMeter meter;

	private final RecordingTools tools;

	RecordedOperation(OperationKind kind, String first, String second, OperationMeter meter, RecordingTools tools) {
		this.kind = kind;
		this.first = first;
		this.second = second;
		this.name = (second.isEmpty()) ? first : first + " " + second;
		this.meter = meter;
		this.tools = tools;
	}

	OperationKind kind() {
		return this.kind;
	}

	/**
	 * First part of its name: a queue, a service, or all of it.
	 */
	String first() {
		return this.first;
	}

	/**
	 * Second part of its name: a type, or what is asked for.
	 */
	String second() {
		return this.second;
	}

	/**
	 * All of its name.
	 */
	String name() {
		return this.name;
	}

	OperationMeter meter() {
		return this.meter;
	}

	@Override
	public <E extends Throwable> void run(Action<E> work) throws E {
		OpenRecording recording = opened();
		try {
			work.run(recording);
			recording.finish(null, null);
		}
		catch (Throwable ex) {
			recording.finish(OpenRecording.typeOf(ex), ex);
			throw ex;
		}
		finally {
			recording.leave();
		}
	}

	@Override
	public <T, E extends Throwable> T call(Call<T, E> work) throws E {
		OpenRecording recording = opened();
		try {
			T result = work.call(recording);
			recording.finish(null, null);
			return result;
		}
		catch (Throwable ex) {
			recording.finish(OpenRecording.typeOf(ex), ex);
			throw ex;
		}
		finally {
			recording.leave();
		}
	}

	@Override
	@SuppressWarnings("NullAway")
	public <T extends CompletionStage<?>, E extends Throwable> T callAsync(Call<T, E> work) throws E {
		OpenRecording recording = opened();
		try {
			T stage = work.call(recording);
			recording.finishWith(stage);
			return stage;
		}
		catch (Throwable ex) {
			recording.finish(OpenRecording.typeOf(ex), ex);
			throw ex;
		}
		finally {
			recording.leave();
		}
	}

	@Override
	public Recording open() {
		return opened();
	}

	private OpenRecording opened() {
		OpenRecording recording = started(Context.current(), 0);
		recording.enterUntilClosed();
		return recording;
	}

	@Override
	public Recording start() {
		return started(Context.current(), 0);
	}

	@Override
	@SuppressWarnings("ConstantValue")
	public Recording start(Context parent) {
		return started((parent != null) ? parent : Context.current(), 0);
	}

	@Override
	public void record(Duration duration, boolean success) {
		long nanos = nanos(duration);
		long endEpochNanos = TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis());
		OpenRecording recording = started(Context.current(), endEpochNanos - nanos);
		recording.finishAfter(nanos, endEpochNanos, success);
	}

	private long nanos(@Nullable Duration duration) {
		if (duration == null || duration.isNegative() || duration.toDays() > 366) {
			this.tools.misuse().report("'duration' must be from zero to a year, not " + duration);
			return (duration == null || duration.isNegative()) ? 0 : MAX_DURATION_NANOS;
		}
		return Math.min(duration.toNanos(), MAX_DURATION_NANOS);
	}

	private OpenRecording started(Context parent, long startEpochNanos) {
		Context context = null;
		try {
			Tracer tracer = this.tools.tracer();
			if (tracer != null) {
				context = parent.with(builder(tracer, parent, startEpochNanos).startSpan());
			}
		}
		catch (Throwable ex) {
			this.tools.failures().report("starting a span", ex);
		}
		try {
			this.meter.started();
		}
		catch (Throwable ex) {
			this.tools.failures().report("measuring", ex);
		}
		return new OpenRecording(this, this.tools, parent, context);
	}

	private SpanBuilder builder(Tracer tracer, Context parent, long startEpochNanos) {
		String spanName = this.kind.spanName();
		SpanBuilder builder = tracer.spanBuilder((spanName != null) ? spanName : this.first)
			.setSpanKind(this.kind.spanKind())
			.setParent(parent);
		AttributeKey<String> firstKey = this.kind.first();
		AttributeKey<String> secondKey = this.kind.second();
		if (this.kind.atStart() && firstKey != null && secondKey != null) {
			builder.setAttribute(firstKey, this.first).setAttribute(secondKey, this.second);
		}
		if (startEpochNanos > 0) {
			builder.setStartTimestamp(startEpochNanos, TimeUnit.NANOSECONDS);
		}
		return builder;
	}

	@Override
	public Operation startedByMessage() {
		return new RecordedOperation(this.kind.consumer(), this.first, this.second, this.meter, this.tools);
	}

}
